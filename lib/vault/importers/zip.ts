import { crc32 } from './crc32.ts'
import { ImportError } from './errors.ts'
import { inflate, inflateHead } from './inflate.ts'
import { LIMITS } from './limits.ts'
import { HEAD_BYTES, type Source, tooLarge } from './source.ts'

/** Record layouts of APPNOTE.TXT 6.3.10, sections 4.3.7 (local), 4.3.12 (central) and 4.3.16 (end). */
const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
const END_BYTES = 22
const COMMENT_BYTES = 65_535
const STORED = 0
const DEFLATED = 8
const ENCRYPTED = 1
/** In place of a size or offset that is in a Zip64 record instead. */
const ZIP64 = 0xffffffff

interface Entry {
  readonly path: string
  readonly method: number
  readonly crc: number
  readonly packedSize: number
  readonly size: number
  /** Of the local header, in the zip: bytes. */
  readonly offset: number
}

const view = async (zip: Blob, from: number, to: number): Promise<DataView<ArrayBuffer>> =>
  new DataView(await zip.slice(from, to).arrayBuffer())

const damaged = (file: string, byte: number, what: string) => new ImportError('corrupt', { file, byte }, what)

const zip64 = (file: string) =>
  new ImportError('unsupported-zip', { file }, 'it is a Zip64 archive, of 4 GiB or more.')

const findEnd = async (zip: Blob, file: string) => {
  const from = Math.max(0, zip.size - END_BYTES - COMMENT_BYTES)
  const tail = await view(zip, from, zip.size)
  for (let at = tail.byteLength - END_BYTES; at >= 0; at--) {
    if (tail.getUint32(at, true) !== END) continue
    return {
      entries: tail.getUint16(at + 10, true),
      bytes: tail.getUint32(at + 12, true),
      offset: tail.getUint32(at + 16, true),
    }
  }
  throw damaged(file, zip.size, 'the end of the zip is missing: it is damaged or cut off.')
}

const readEntry = (
  directory: DataView<ArrayBuffer>,
  at: number,
  file: string,
): { entry: Entry; next: number } => {
  if (at + 46 > directory.byteLength || directory.getUint32(at, true) !== CENTRAL)
    throw damaged(file, at, 'the list of files in the zip is damaged.')
  const nameEnd = at + 46 + directory.getUint16(at + 28, true)
  const next = nameEnd + directory.getUint16(at + 30, true) + directory.getUint16(at + 32, true)
  if (next > directory.byteLength) throw damaged(file, at, 'the list of files in the zip is damaged.')
  const path = new TextDecoder().decode(new Uint8Array(directory.buffer, at + 46, nameEnd - at - 46))
  if ((directory.getUint16(at + 8, true) & ENCRYPTED) !== 0)
    throw new ImportError('encrypted-zip', { file: `${file}/${path}` }, 'it is protected by a password.')
  return {
    next,
    entry: {
      path,
      method: directory.getUint16(at + 10, true),
      crc: directory.getUint32(at + 16, true),
      packedSize: directory.getUint32(at + 20, true),
      size: directory.getUint32(at + 24, true),
      offset: directory.getUint32(at + 42, true),
    },
  }
}

const packedData = async (zip: Blob, entry: Entry, file: string): Promise<Blob> => {
  const local = await view(zip, entry.offset, entry.offset + 30)
  if (local.byteLength < 30 || local.getUint32(0, true) !== LOCAL)
    throw damaged(file, entry.offset, 'this part of the zip is damaged.')
  const start = entry.offset + 30 + local.getUint16(26, true) + local.getUint16(28, true)
  if (start + entry.packedSize > zip.size) throw damaged(file, start, 'the zip is cut off.')
  return zip.slice(start, start + entry.packedSize)
}

const read = async (zip: Blob, entry: Entry, file: string, limit: number) => {
  if (entry.size > limit) throw tooLarge(file, entry.size, limit)
  const packed = await packedData(zip, entry, file)
  const excess = () => damaged(file, entry.offset, 'it unpacks to more than the zip says.')
  const bytes =
    entry.method === STORED
      ? new Uint8Array(await packed.arrayBuffer())
      : await inflate(packed, 'deflate-raw', file, { limit: entry.size, excess })
  if (bytes.length !== entry.size || crc32(bytes) !== entry.crc)
    throw damaged(file, entry.offset, 'its checksum in the zip does not match.')
  return bytes
}

const head = async (zip: Blob, entry: Entry, file: string) => {
  const packed = await packedData(zip, entry, file)
  return entry.method === STORED
    ? new Uint8Array(await packed.slice(0, HEAD_BYTES).arrayBuffer())
    : inflateHead(packed, 'deflate-raw', HEAD_BYTES, file)
}

const sourceOf = (zip: Blob, entry: Entry, zipName: string): Source => {
  const name = `${zipName}/${entry.path}`
  if (entry.method !== STORED && entry.method !== DEFLATED)
    throw new ImportError(
      'unsupported-zip',
      { file: name },
      `its compression (method ${entry.method}) is unknown.`,
    )
  if (entry.size === ZIP64 || entry.packedSize === ZIP64 || entry.offset === ZIP64) throw zip64(name)
  return {
    path: entry.path,
    name,
    size: entry.size,
    read: (limit) => read(zip, entry, name, limit),
    head: () => head(zip, entry, name),
  }
}

/**
 * The files in a zip, read from it one at a time and only when asked for. Paths are names and nothing else: nothing is
 * written to them. Throws `import/corrupt`, `import/encrypted-zip`, `import/unsupported-zip` or `import/too-many-files`.
 */
export const zipSources = async (zip: Blob, name: string): Promise<Source[]> => {
  const end = await findEnd(zip, name)
  if (end.entries > LIMITS.files)
    throw new ImportError('too-many-files', { file: name }, `it holds ${end.entries} files.`)
  if (end.offset === ZIP64) throw zip64(name)
  const directory = await view(zip, end.offset, end.offset + end.bytes)
  const sources: Source[] = []
  for (let at = 0, i = 0; i < end.entries; i++) {
    const { entry, next } = readEntry(directory, at, name)
    at = next
    if (!/[/\\]$/.test(entry.path)) sources.push(sourceOf(zip, entry, name))
  }
  return sources
}
