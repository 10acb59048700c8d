import { ProvisoError } from '../protocol/errors.ts'

/** SHA-256 of bytes, lower-case hexadecimal. */
export const sha256Hex = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> =>
  Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')

/**
 * Weights are what the signed round says: its hash, its size, and float32 little-endian numbers that are all finite.
 * Throws `weights/size`, `weights/hash` or `weights/not-finite`.
 */
export const assertWeights = async (
  weights: Uint8Array<ArrayBuffer>,
  expected: { readonly sha256: string; readonly bytes: number },
): Promise<void> => {
  const refuse = (code: string, sentence: string) =>
    new ProvisoError(`weights/${code}`, sentence, {
      todo: 'Nothing was trained or sent. The publisher must correct this.',
    })
  if (weights.byteLength !== expected.bytes)
    throw refuse('size', `The model has ${weights.byteLength} bytes; the task says ${expected.bytes}.`)
  if ((await sha256Hex(weights)) !== expected.sha256)
    throw refuse('hash', 'The model is not the one that the round names.')
  const view = new DataView(weights.buffer, weights.byteOffset, weights.byteLength)
  for (let offset = 0; offset < weights.byteLength; offset += 4)
    if (!Number.isFinite(view.getFloat32(offset, true)))
      throw refuse('not-finite', 'The model contains values that are not numbers.')
}
