import { crc32 } from './crc32.ts'
import { ImportError } from './errors.ts'

export interface ImageSize {
  readonly width: number
  readonly height: number
}

const corrupt = (file: string, byte: number, what: string) =>
  new ImportError('corrupt-image', { file, byte }, what)

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** Walks every chunk (ISO/IEC 15948, section 5) and its checksum: decoders draw half a picture of a damaged file. */
const pngSize = (bytes: Uint8Array, file: string): ImageSize => {
  const view = viewOf(bytes)
  let size: ImageSize | undefined
  for (let at = 8; ; ) {
    if (at + 12 > bytes.length) throw corrupt(file, bytes.length, 'the PNG is cut off.')
    const length = view.getUint32(at)
    const end = at + 12 + length
    if (end > bytes.length) throw corrupt(file, at, 'the PNG is cut off or damaged.')
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8))
    if (crc32(bytes.subarray(at + 4, end - 4)) !== view.getUint32(end - 4))
      throw corrupt(file, at, `the checksum of the PNG's ${type} chunk does not match.`)
    if (type === 'IHDR' && length === 13)
      size = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) }
    if (size === undefined) throw corrupt(file, at, 'the PNG does not begin with its header.')
    if (type === 'IEND') return size
    at = end
  }
}

/** Finds the start-of-frame segment (ITU-T T.81, annex B). */
const jpegSize = (bytes: Uint8Array, file: string): ImageSize => {
  const view = viewOf(bytes)
  for (let at = 2; at + 9 <= bytes.length; ) {
    if (bytes[at] !== 0xff) throw corrupt(file, at, 'the JPEG is damaged.')
    const marker = bytes[at + 1]!
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (isFrame) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
    // A fill byte, or a segment with its length.
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2)
  }
  throw corrupt(file, bytes.length, 'the JPEG is cut off.')
}

const JPEG_END = 0xd9

const jpegEnds = (bytes: Uint8Array): boolean => {
  for (let at = bytes.length - 2; at >= 2; at--)
    if (bytes[at] === 0xff && bytes[at + 1] === JPEG_END) return true
  return false
}

/** RFC 9649, sections 2.4 to 2.7. */
const webpSize = (bytes: Uint8Array, file: string): ImageSize => {
  const view = viewOf(bytes)
  if (bytes.length < 30 || view.getUint32(4, true) + 8 > bytes.length)
    throw corrupt(file, bytes.length, 'the WebP is cut off.')
  const uint24 = (at: number) => view.getUint16(at, true) + bytes[at + 2]! * 65_536
  const type = String.fromCharCode(...bytes.subarray(12, 16))
  if (type === 'VP8X') return { width: uint24(24) + 1, height: uint24(27) + 1 }
  if (type === 'VP8L') {
    const bits = view.getUint32(21, true)
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
  }
  if (type === 'VP8 ')
    return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
  throw corrupt(file, 12, 'the WebP is damaged.')
}

/**
 * Width and height of a PNG, JPEG or WebP before it is decoded, so that a huge one is refused unopened. Throws
 * `import/corrupt-image`, naming file and byte, also where a file is cut off.
 */
export const imageSize = (bytes: Uint8Array, format: 'png' | 'jpeg' | 'webp', file: string): ImageSize => {
  const read = { png: pngSize, jpeg: jpegSize, webp: webpSize }[format]
  const size = read(bytes, file)
  if (format === 'jpeg' && !jpegEnds(bytes)) throw corrupt(file, bytes.length, 'the JPEG is cut off.')
  if (size.width < 1 || size.height < 1) throw corrupt(file, 0, 'the image has no pixels.')
  return size
}
