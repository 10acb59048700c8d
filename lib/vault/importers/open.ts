import { importCsv } from './csv.ts'
import type { DecodeImage } from './decodeImage.ts'
import { ImportError } from './errors.ts'
import { importIdx } from './idx.ts'
import { importImages } from './images.ts'
import type { Imported } from './imported.ts'
import { LIMITS } from './limits.ts'
import { type Format, sniff } from './sniff.ts'
import { fileSource, gunzipped, isLitter, type Source } from './source.ts'
import { zipSources } from './zip.ts'

export interface ImportFile {
  /** Path within what was dropped, with `/`: `digits/7/a.png`. */
  readonly path: string
  readonly file: Blob
}

interface Found {
  readonly source: Source
  readonly format: Format
}

const identify = async (source: Source): Promise<Found> => {
  const format = sniff(await source.head())
  if (format !== 'gzip') return { source, format }
  const inner = gunzipped(source)
  return { source: inner, format: sniff(await inner.head()) }
}

const expand = async (files: readonly ImportFile[]): Promise<Found[]> => {
  const found: Found[] = []
  for (const { path, file } of files) {
    if (isLitter(path)) continue
    const source = fileSource(path, file)
    const identified = await identify(source)
    if (identified.format !== 'zip' || identified.source !== source) {
      found.push(identified)
      continue
    }
    for (const entry of await zipSources(file, path)) {
      if (!isLitter(entry.path)) found.push(await identify(entry))
    }
  }
  return found
}

const checkTotals = (found: readonly Found[]): void => {
  if (found.length === 0)
    throw new ImportError('nothing-found', {}, 'there are no files.', {
      todo: 'Drop IDX files, a folder or zip of images, or a CSV.',
    })
  if (found.length > LIMITS.files)
    throw new ImportError('too-many-files', {}, `${found.length} files; at most ${LIMITS.files} are read.`)
  const bytes = found.reduce((sum, { source }) => sum + source.size, 0)
  if (bytes > LIMITS.totalBytes)
    throw new ImportError('too-large', {}, `${bytes} bytes unpacked; at most ${LIMITS.totalBytes} are read.`)
}

const refuseUnreadable = async ({ source, format }: Found): Promise<void> => {
  const place = { file: source.name }
  if (format === 'empty') throw new ImportError('empty-file', place, 'it is empty.')
  if (format === 'zip') throw new ImportError('nested-zip', place, 'a zip within a zip is not opened.')
  if (format === 'unknown') {
    const first = Array.from((await source.head()).slice(0, 4), (byte) => byte.toString(16).padStart(2, '0'))
    throw new ImportError(
      'unknown-format',
      { ...place, byte: 0 },
      `it begins with ${first.join(' ')}: neither IDX, PNG, JPEG, WebP, CSV nor zip.`,
    )
  }
}

const isImage = (format: Format): format is 'png' | 'jpeg' | 'webp' =>
  format === 'png' || format === 'jpeg' || format === 'webp'

/**
 * Finds out by content what `files` are and reads what is needed to know their shape. One import is of one kind: IDX files,
 * images, or one CSV. Throws `ImportError`.
 */
export const openFiles = async (files: readonly ImportFile[], decode: DecodeImage): Promise<Imported> => {
  const found = await expand(files)
  checkTotals(found)
  for (const file of found) await refuseUnreadable(file)
  const images = found.flatMap(({ source, format }) => (isImage(format) ? [{ source, format }] : []))
  if (images.length === found.length) return importImages(images, decode)
  const [first] = found as [Found, ...Found[]]
  const other = found.find(({ format }) => format !== first.format)
  if (other !== undefined)
    throw new ImportError(
      'mixed-formats',
      { file: other.source.name },
      `it is ${other.format}, “${first.source.name}” is ${first.format}; import them one after the other.`,
    )
  if (first.format === 'idx') return importIdx(found.map(({ source }) => source))
  if (found.length > 1)
    throw new ImportError('many-tables', { file: found[1]!.source.name }, 'import one CSV at a time.')
  return importCsv(first.source)
}
