import { inflateSync } from 'node:zlib'
import type { DecodeImage } from '../importers/decodeImage.ts'

/** Joined data of all IDAT chunks. */
const imageData = (png: Buffer): Buffer => {
  const parts: Buffer[] = []
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)))
  }
  return Buffer.concat(parts)
}

/**
 * Stands in for the browser's image decoder in tests under Node: reads what `encodePng` writes (8 bits, no filter), scales by
 * nearest neighbour.
 */
export const standInDecoder: DecodeImage = async (file, { width, height }) => {
  const png = Buffer.from(await file.arrayBuffer())
  const fullWidth = png.readUInt32BE(16)
  const fullHeight = png.readUInt32BE(20)
  const channels = { 0: 1, 2: 3, 6: 4 }[png[25] as 0 | 2 | 6]
  const raw = inflateSync(imageData(png))
  const pixels = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++) {
    const row = Math.floor((y * fullHeight) / height) * (fullWidth * channels + 1) + 1
    for (let x = 0; x < width; x++) {
      const at = row + Math.floor((x * fullWidth) / width) * channels
      for (let c = 0; c < 3; c++) pixels[(y * width + x) * 3 + c] = raw[channels === 1 ? at : at + c]!
    }
  }
  return { width, height, pixels }
}
