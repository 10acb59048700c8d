import type { ImageSize } from './imageHeader.ts'

export interface DecodedImage extends ImageSize {
  /** `[height, width, 3]`: red, green, blue, 0 to 255. */
  readonly pixels: Uint8Array<ArrayBuffer>
}

/** Decodes to exactly `size`; rejects what cannot be decoded. */
export type DecodeImage = (file: Blob, size: ImageSize) => Promise<DecodedImage>

/** By the browser. Transparency is laid over white; colours are taken as stored. */
export const decodeInBrowser: DecodeImage = async (file, { width, height }) => {
  const bitmap = await createImageBitmap(file, {
    resizeWidth: width,
    resizeHeight: height,
    resizeQuality: 'high',
    colorSpaceConversion: 'none',
  })
  try {
    const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
    if (context === null) throw new Error('No 2D canvas.')
    context.fillStyle = 'white'
    context.fillRect(0, 0, width, height)
    context.drawImage(bitmap, 0, 0)
    const { data } = context.getImageData(0, 0, width, height)
    const pixels = new Uint8Array(width * height * 3)
    for (let from = 0, to = 0; to < pixels.length; from += 4, to += 3) {
      pixels[to] = data[from]!
      pixels[to + 1] = data[from + 1]!
      pixels[to + 2] = data[from + 2]!
    }
    return { width, height, pixels }
  } finally {
    bitmap.close()
  }
}
