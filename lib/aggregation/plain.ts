import { ProvisoError } from '../protocol/errors.ts'

/**
 * Relative slack on a norm bound: a float32 vector scaled to norm C is off C by rounding, at most about 2^-24 per
 * component. Verifiers allow this much and no more.
 */
export const NORM_TOLERANCE = 1e-5

/** Euclidean norm, accumulated in double precision. NaN or Infinity where a component is. */
export const l2Norm = (vector: Float32Array): number => {
  let sum = 0
  for (let i = 0; i < vector.length; i++) sum += vector[i]! * vector[i]!
  return Math.sqrt(sum)
}

/**
 * `update * min(1, clipNorm / ||update||)`, a new vector. Robustness only: no privacy is claimed for it.
 * Throws `aggregation/not-finite` for an update that has no norm.
 */
export const clipUpdate = (update: Float32Array, clipNorm: number): Float32Array<ArrayBuffer> => {
  const norm = l2Norm(update)
  if (!Number.isFinite(norm))
    throw new ProvisoError('aggregation/not-finite', 'The update holds a value that is not finite.')
  const scale = norm > clipNorm ? clipNorm / norm : 1
  return Float32Array.from(update, (value) => value * scale)
}

/**
 * Federated averaging with equal weights (McMahan et al. 2017, Algorithm 1 with n_k equal, so that no private record
 * count leaks): `base + mean(updates)`. All vectors have the same length; sums are in double precision and in the
 * order given, so that the same contributions always give the same bytes.
 * Throws `aggregation/empty` without updates, `aggregation/shape` where lengths differ.
 */
export const fedAvg = (base: Float32Array, updates: readonly Float32Array[]): Float32Array<ArrayBuffer> => {
  if (updates.length === 0) throw new ProvisoError('aggregation/empty', 'There is no update to average.')
  const sums = new Float64Array(base.length)
  for (const update of updates) {
    if (update.length !== base.length)
      throw new ProvisoError('aggregation/shape', 'An update has another length than the weights.', {
        details: `Expected ${base.length}, got ${update.length}.`,
      })
    for (let i = 0; i < update.length; i++) sums[i]! += update[i]!
  }
  return Float32Array.from(base, (value, i) => value + sums[i]! / updates.length)
}

/** Float32, little endian on every machine: the form of weights and updates in blobs, hashes and uploads. */
export const encodeFloat32 = (vector: Float32Array): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(vector.length * 4)
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < vector.length; i++) view.setFloat32(i * 4, vector[i]!, true)
  return bytes
}

/**
 * Reads exactly `count` finite little-endian float32 values.
 * Throws `aggregation/wrong-length` or `aggregation/not-finite`.
 */
export const decodeFloat32 = (bytes: Uint8Array, count: number): Float32Array<ArrayBuffer> => {
  if (bytes.length !== count * 4)
    throw new ProvisoError('aggregation/wrong-length', 'These bytes have the wrong length.', {
      details: `Expected ${count * 4} bytes, got ${bytes.length}.`,
    })
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const vector = new Float32Array(count)
  for (let i = 0; i < count; i++) {
    const value = view.getFloat32(i * 4, true)
    if (!Number.isFinite(value))
      throw new ProvisoError('aggregation/not-finite', 'These bytes hold a value that is not finite.', {
        details: `At index ${i}.`,
      })
    vector[i] = value
  }
  return vector
}
