import type { ImageRecord } from '../../pipelines/records.ts'
import type { DecodeImage } from './decodeImage.ts'
import { ImportError } from './errors.ts'
import { type ImageSize, imageSize } from './imageHeader.ts'
import type { Imported } from './imported.ts'
import { LIMITS } from './limits.ts'
import { pathNames, type Source } from './source.ts'

export type ImageFormat = 'png' | 'jpeg' | 'webp'

export interface ImageSource {
  readonly source: Source
  readonly format: ImageFormat
}

/** The folder that an image lies in: `digits/7/a.png` is a `7`. */
const labelOf = ({ path, name }: Source): string => {
  const label = pathNames(path).at(-2)?.normalize('NFC').trim()
  if (label === undefined || label === '')
    throw new ImportError('no-labels', { file: name }, 'it lies in no folder, so it has no label.', {
      todo: 'Put the images of each kind into a folder named after it.',
    })
  if (label.length > LIMITS.nameLength)
    throw new ImportError(
      'label-length',
      { file: name },
      `its folder's name is over ${LIMITS.nameLength} characters.`,
    )
  return label
}

/** Scaled down, keeping its proportions, until no side is over the limit. */
const storedSize = ({ width, height }: ImageSize): ImageSize => {
  const scale = Math.min(1, LIMITS.imageSide / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

const readImage = async ({ source, format }: ImageSource, decode: DecodeImage): Promise<ImageRecord> => {
  const file = source.name
  const bytes = await source.read(LIMITS.imageBytes)
  const full = imageSize(bytes, format, file)
  if (full.width * full.height > LIMITS.imagePixels)
    throw new ImportError('too-large', { file }, `${full.width} × ${full.height} pixels are too many.`)
  const size = storedSize(full)
  const decoded = await decode(new Blob([bytes], { type: `image/${format}` }), size).catch(
    (cause: unknown) => {
      throw new ImportError('corrupt-image', { file }, 'it cannot be decoded.', { cause })
    },
  )
  const { width, height, pixels } = decoded
  return { kind: 'image', width, height, channels: 3, pixels, label: labelOf(source) }
}

async function* recordsOf(images: readonly ImageSource[], decode: DecodeImage): AsyncGenerator<ImageRecord> {
  for (const image of images) yield await readImage(image, decode)
}

/**
 * PNG, JPEG and WebP images, each labelled by the folder it lies in; stored as RGB, at most 512 pixels a side. Throws
 * `import/no-labels` before any is decoded; `import/corrupt-image` or `import/too-large` while they are read.
 */
export const importImages = (images: readonly ImageSource[], decode: DecodeImage): Imported => {
  for (const { source } of images) labelOf(source)
  const sorted = images.toSorted((a, b) => (a.source.path < b.source.path ? -1 : 1))
  return { kind: 'image', total: sorted.length, records: recordsOf(sorted, decode) }
}
