import { isNumber } from '../../pipelines/cells.ts'
import type { ImageRecord, TableRecord, VaultRecord } from '../../pipelines/records.ts'
import { ByteWriter } from '../bytes.ts'

/** First bytes of every canonical record: changed when what follows is, so that old and new never look alike. */
const VERSION = 1
const IMAGE = 0
const ROW = 1
const NUMBER = 0
const TEXT = 1

/** One channel where all three say the same: a grey picture is the same picture in a format that has only colours. */
const greyOf = ({ channels, pixels }: ImageRecord): Uint8Array | undefined => {
  if (channels !== 3) return undefined
  const grey = new Uint8Array(pixels.length / 3)
  for (let from = 0, to = 0; to < grey.length; from += 3, to++) {
    const value = pixels[from]!
    if (pixels[from + 1] !== value || pixels[from + 2] !== value) return undefined
    grey[to] = value
  }
  return grey
}

const writeImage = (writer: ByteWriter, record: ImageRecord): void => {
  const grey = greyOf(record)
  writer.integer(record.width)
  writer.integer(record.height)
  writer.integer(grey === undefined ? record.channels : 1)
  writer.bytes(grey ?? record.pixels)
}

/** A column is text as soon as one cell of its file is, so a cell that reads as a number is that number. */
const asNumber = (value: string | number): number | undefined => {
  if (typeof value === 'string') return isNumber(value) ? Number(value) : undefined
  return value
}

const writeRow = (writer: ByteWriter, { values }: TableRecord): void => {
  const cells = Object.entries(values)
    .map(([name, value]) => [name.normalize('NFC'), value] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  writer.integer(cells.length)
  for (const [name, value] of cells) {
    const number = asNumber(value)
    writer.text(name)
    writer.integer(number === undefined ? TEXT : NUMBER)
    // Minus zero is zero.
    if (number !== undefined) writer.number(number + 0)
    else writer.text(String(value).normalize('NFC'))
  }
}

/**
 * The bytes by which a record is known again in another dataset. A picture: its size and pixels as decoded at import, grey ones
 * with one channel. A row: its fields with a value, by name, in Unicode NFC. Neither label, nor order, nor file format counts.
 */
export const canonicalRecord = (record: VaultRecord): Uint8Array<ArrayBuffer> => {
  const writer = new ByteWriter()
  writer.integer(VERSION)
  writer.integer(record.kind === 'image' ? IMAGE : ROW)
  if (record.kind === 'image') writeImage(writer, record)
  else writeRow(writer, record)
  return writer.finish()
}
