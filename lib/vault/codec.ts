import type { ImageRecord, TableRecord, VaultRecord } from '../pipelines/records.ts'
import { ProvisoError } from '../protocol/errors.ts'
import { ByteReader, ByteWriter } from './bytes.ts'

/** First byte of a chunk's plaintext. */
const VERSION = 1
const IMAGES = 0
const ROWS = 1
const ABSENT = 0
const NUMBER = 1
const TEXT = 2

const malformed = (details: string) =>
  new ProvisoError('vault/malformed', 'A stored chunk is not well formed.', { details })

const writeImage = (writer: ByteWriter, record: ImageRecord): void => {
  writer.integer(record.width)
  writer.integer(record.height)
  writer.integer(record.channels)
  writer.text(record.label)
  writer.bytes(record.pixels)
}

const readImage = (reader: ByteReader): ImageRecord => {
  const width = reader.integer()
  const height = reader.integer()
  const channels = reader.integer()
  const label = reader.text()
  return { kind: 'image', width, height, channels, label, pixels: reader.bytes(width * height * channels) }
}

const writeRows = (writer: ByteWriter, records: readonly TableRecord[]): void => {
  const names = [...new Set(records.flatMap((record) => Object.keys(record.values)))]
  writer.integer(names.length)
  for (const name of names) writer.text(name)
  for (const { values } of records) {
    for (const name of names) {
      const value = Object.hasOwn(values, name) ? values[name] : undefined
      if (typeof value === 'number') {
        writer.integer(NUMBER)
        writer.number(value)
      } else if (typeof value === 'string') {
        writer.integer(TEXT)
        writer.text(value)
      } else {
        writer.integer(ABSENT)
      }
    }
  }
}

const readCell = (reader: ByteReader): number | string | undefined => {
  const type = reader.integer()
  if (type === ABSENT) return undefined
  if (type === NUMBER) return reader.number()
  if (type === TEXT) return reader.text()
  throw malformed(`Cell type ${type}.`)
}

const readRow = (reader: ByteReader, names: readonly string[]): TableRecord => {
  const cells: [string, string | number][] = []
  for (const name of names) {
    const value = readCell(reader)
    if (value !== undefined) cells.push([name, value])
  }
  // `fromEntries` defines properties, so that a field called `__proto__` stays a field.
  return { kind: 'table', values: Object.fromEntries(cells) }
}

/**
 * Records of one kind as compact bytes: version, kind, count, then each record; field names of rows are written once.
 * `decodeRecords(encodeRecords(records))` equals `records`.
 */
export const encodeRecords = (records: readonly VaultRecord[]): Uint8Array<ArrayBuffer> => {
  const writer = new ByteWriter()
  const images = records.filter((record) => record.kind === 'image')
  const rows = records.filter((record) => record.kind === 'table')
  if (images.length > 0 && rows.length > 0)
    throw new ProvisoError('vault/mixed-kinds', 'A chunk holds images or rows, not both.')
  writer.integer(VERSION)
  writer.integer(rows.length > 0 ? ROWS : IMAGES)
  writer.integer(records.length)
  if (rows.length > 0) writeRows(writer, rows)
  for (const image of images) writeImage(writer, image)
  return writer.finish()
}

/** Throws `vault/malformed`. */
export const decodeRecords = (bytes: Uint8Array<ArrayBuffer>): VaultRecord[] => {
  const reader = new ByteReader(bytes)
  const version = reader.integer()
  if (version !== VERSION) throw malformed(`Version ${version}.`)
  const kind = reader.integer()
  if (kind !== IMAGES && kind !== ROWS) throw malformed(`Kind ${kind}.`)
  const count = reader.integer()
  const names = kind === ROWS ? Array.from({ length: reader.integer() }, () => reader.text()) : []
  const records: VaultRecord[] = []
  for (let i = 0; i < count; i++) records.push(kind === ROWS ? readRow(reader, names) : readImage(reader))
  reader.end()
  return records
}

/** About how many bytes a record takes in a chunk. */
export const recordBytes = (record: VaultRecord): number => {
  if (record.kind === 'image') return record.pixels.length + record.label.length + 8
  return Object.values(record.values).reduce<number>(
    (sum, value) => sum + (typeof value === 'number' ? 9 : value.length + 3),
    0,
  )
}
