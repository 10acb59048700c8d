import type { ImageRecord } from '../../pipelines/records.ts'
import { ImportError } from './errors.ts'
import type { Imported } from './imported.ts'
import { LIMITS } from './limits.ts'
import { pathNames, type Source } from './source.ts'

/** LeCun's IDX: two zero bytes, a type (0x08 unsigned byte), the number of dimensions, each as big-endian uint32, data. */
interface IdxFile {
  readonly name: string
  /** Path up to the first `-`: tells `train-images` and `train-labels` from `t10k-images`. */
  readonly stem: string
  readonly dimensions: readonly number[]
  readonly data: Uint8Array<ArrayBuffer>
}

const UNSIGNED_BYTE = 0x08

const parse = (bytes: Uint8Array<ArrayBuffer>, source: Source): IdxFile => {
  const file = source.name
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 4 || view.getUint16(0) !== 0)
    throw new ImportError('idx-magic', { file, byte: 0 }, 'an IDX file begins with two zero bytes.')
  if (bytes[2] !== UNSIGNED_BYTE)
    throw new ImportError(
      'idx-magic',
      { file, byte: 2 },
      `the values are of type 0x${bytes[2]!.toString(16).padStart(2, '0')}; only unsigned bytes (0x08) are read.`,
    )
  const rank = bytes[3]!
  if (rank !== 1 && rank !== 3)
    throw new ImportError(
      'idx-magic',
      { file, byte: 3 },
      `it has ${rank} dimensions; images have 3 and labels 1.`,
    )
  const start = 4 + 4 * rank
  if (bytes.length < start)
    throw new ImportError('idx-truncated', { file, byte: bytes.length }, 'the file ends within its header.')
  const dimensions = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i))
  const expected = start + dimensions.reduce((product, dimension) => product * dimension, 1)
  if (bytes.length < expected)
    throw new ImportError(
      'idx-truncated',
      { file, byte: bytes.length },
      `the file ends here; its header promises ${expected} bytes.`,
    )
  if (bytes.length > expected)
    throw new ImportError('idx-excess', { file, byte: expected }, 'there are bytes after the last record.')
  const base = pathNames(source.path).at(-1) ?? source.path
  return { name: file, stem: base.split('-')[0]!, dimensions, data: bytes.subarray(start) }
}

interface Pair {
  readonly images: IdxFile
  readonly labels: IdxFile
}

/** The labels that belong to `images`: the only ones left, or those of the same name; and as many as there are images. */
const labelsOf = (images: IdxFile, candidates: readonly IdxFile[]): IdxFile => {
  const count = images.dimensions[0]!
  const named = candidates.filter((labels) => labels.stem === images.stem)
  const fitting = candidates.filter((labels) => labels.dimensions[0] === count)
  const labels = named.length === 1 ? named[0] : fitting.length === 1 ? fitting[0] : candidates[0]
  if (labels === undefined)
    throw new ImportError(
      'no-labels',
      { file: images.name },
      'the file with the labels of these images is missing.',
      {
        todo: 'Add the IDX file with their labels.',
      },
    )
  if (labels.dimensions[0] !== count)
    throw new ImportError(
      'idx-count-mismatch',
      { file: labels.name, byte: 4 },
      `it has ${labels.dimensions[0]} labels for ${count} images in “${images.name}”.`,
    )
  return labels
}

const pair = (files: readonly IdxFile[]): Pair[] => {
  let left = files.filter((file) => file.dimensions.length === 1)
  const pairs = files
    .filter((file) => file.dimensions.length === 3)
    .map((images) => {
      const labels = labelsOf(images, left)
      left = left.filter((file) => file !== labels)
      return { images, labels }
    })
  if (pairs.length === 0)
    throw new ImportError(
      'no-images',
      { file: files[0]!.name },
      'it holds labels, but no images came with it.',
    )
  if (left.length > 0)
    throw new ImportError('no-images', { file: left[0]!.name }, 'there are no images for these labels.')
  return pairs
}

function* recordsOf(pairs: readonly Pair[]): Generator<ImageRecord> {
  for (const { images, labels } of pairs) {
    const [count, height, width] = images.dimensions as [number, number, number]
    const size = height * width
    for (let i = 0; i < count; i++) {
      const pixels = images.data.slice(i * size, (i + 1) * size)
      yield { kind: 'image', width, height, channels: 1, pixels, label: String(labels.data[i]!) }
    }
  }
}

/**
 * Grey images and their labels from IDX files, such as MNIST's: one file with images and one with labels, or several such
 * pairs. A label is the byte in decimal. Throws `import/idx-magic`, `import/idx-truncated`, `import/idx-excess`,
 * `import/idx-count-mismatch`, `import/no-labels` or `import/no-images`, naming file and byte.
 */
export const importIdx = async (sources: readonly Source[]): Promise<Imported> => {
  const files: IdxFile[] = []
  for (const source of sources) files.push(parse(await source.read(LIMITS.idxBytes), source))
  const pairs = pair(files)
  for (const { images } of pairs) {
    const [, height, width] = images.dimensions
    const byte = 8
    if (!(width! >= 1 && height! >= 1 && width! <= LIMITS.imageSide && height! <= LIMITS.imageSide))
      throw new ImportError(
        'image-size',
        { file: images.name, byte },
        `images of ${width} × ${height}; from 1 to ${LIMITS.imageSide} a side are read.`,
      )
  }
  const total = pairs.reduce((sum, { images }) => sum + images.dimensions[0]!, 0)
  return { kind: 'image', total, records: recordsOf(pairs) }
}
