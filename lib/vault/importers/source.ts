import { ImportError } from './errors.ts'
import { inflate, inflateHead } from './inflate.ts'

/** Enough of a file to tell its format. */
export const HEAD_BYTES = 64

/** One file to import, wherever it lies: dropped, in a folder, or in a zip. */
export interface Source {
  /** Path in its folder or zip: labels come from it. Never used to write anywhere. */
  readonly path: string
  /** As the person finds it, for messages. */
  readonly name: string
  /** Unpacked: bytes; for gzip, as packed. */
  readonly size: number
  /** The whole file; throws `import/too-large` over `limit` bytes. */
  read(limit: number): Promise<Uint8Array<ArrayBuffer>>
  /** The first `HEAD_BYTES`, or all of a smaller file. */
  head(): Promise<Uint8Array<ArrayBuffer>>
}

export const tooLarge = (file: string, size: number, limit: number) =>
  new ImportError('too-large', { file }, `it has ${size} bytes; at most ${limit} are read.`)

export const fileSource = (path: string, file: Blob): Source => ({
  path,
  name: path,
  size: file.size,
  read: async (limit) => {
    if (file.size > limit) throw tooLarge(path, file.size, limit)
    return new Uint8Array(await file.arrayBuffer())
  },
  head: async () => new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer()),
})

/** A gzip file as what is in it. */
export const gunzipped = (source: Source): Source => {
  // No honest gzip is larger than what it holds, so the limit serves for both.
  const packed = async (limit: number) => new Blob([await source.read(limit)])
  return {
    path: source.path.replace(/\.gz$/i, ''),
    name: source.name,
    size: source.size,
    read: async (limit) => {
      const excess = () =>
        new ImportError('too-large', { file: source.name }, `it unpacks to more than ${limit} bytes.`)
      return inflate(await packed(limit), 'gzip', source.name, { limit, excess })
    },
    head: async () => inflateHead(await packed(Number.POSITIVE_INFINITY), 'gzip', HEAD_BYTES, source.name),
  }
}

/** Names in a path, without empty ones and steps up: `..\\a//b.png` is `a`, `b.png`. */
export const pathNames = (path: string): string[] =>
  path.split(/[/\\]/).filter((name) => name !== '' && name !== '.' && name !== '..')

/** Files that operating systems leave in folders and that nobody means. */
export const isLitter = (path: string): boolean => {
  const names = pathNames(path)
  const base = names.at(-1) ?? ''
  return names.includes('__MACOSX') || base.startsWith('.') || /^(thumbs\.db|desktop\.ini)$/i.test(base)
}
