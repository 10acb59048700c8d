import { readFile } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'
import { ProvisoError } from '../lib/protocol/errors.ts'
import type { HeldOut } from './heldOut.ts'

const GZIP = [0x1f, 0x8b] as const
/** IDX magic numbers: unsigned bytes in three dimensions, and in one (yann.lecun.org/exdb/mnist). */
const IMAGES = 0x0000_0803
const LABELS = 0x0000_0801

const invalid = (path: string, details: string) =>
  new ProvisoError('idx/invalid', `${path} is not the IDX file that was asked for.`, { details })

/** Sizes and content of an IDX file of unsigned bytes, gzipped or not. Throws `idx/invalid`. */
const readIdx = async (path: string, magic: number): Promise<{ sizes: number[]; data: Uint8Array }> => {
  const raw = await readFile(path)
  const bytes = raw[0] === GZIP[0] && raw[1] === GZIP[1] ? gunzipSync(raw) : raw
  const dimensions = magic & 0xff
  const header = 4 + 4 * dimensions
  if (bytes.length < header || bytes.readUInt32BE(0) !== magic)
    throw invalid(path, `Its magic number is not 0x${magic.toString(16).padStart(8, '0')}.`)
  const sizes = Array.from({ length: dimensions }, (_, i) => bytes.readUInt32BE(4 + 4 * i))
  const expected = sizes.reduce((product, size) => product * size, 1)
  const data = bytes.subarray(header)
  if (data.length !== expected) throw invalid(path, `It holds ${data.length} bytes instead of ${expected}.`)
  return { sizes, data: Uint8Array.from(data) }
}

/** Labelled grey pictures from a pair of IDX files; a label is its digits. Throws `idx/invalid`. */
export const readIdxImages = async (imagesPath: string, labelsPath: string): Promise<HeldOut> => {
  const images = await readIdx(imagesPath, IMAGES)
  const labels = await readIdx(labelsPath, LABELS)
  const [count, height, width] = images.sizes as [number, number, number]
  if (labels.data.length !== count)
    throw invalid(labelsPath, `It has ${labels.data.length} labels for ${count} images.`)
  const shape = { width, height, channels: 1 }
  const records = Array.from({ length: count }, (_, i) => ({
    kind: 'image' as const,
    ...shape,
    pixels: images.data.slice(i * width * height, (i + 1) * width * height),
    label: String(labels.data[i]),
  }))
  return {
    source: { kind: 'image', image: shape, labels: [...new Set(records.map(({ label }) => label))] },
    records,
  }
}
