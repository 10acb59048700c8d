import { ImportError } from './errors.ts'

type Packing = 'gzip' | 'deflate-raw'

/** Unpacked pieces, in order. Leaving early cancels the rest. Throws `import/corrupt`, naming `file`. */
async function* pieces(packed: Blob, format: Packing, file: string): AsyncGenerator<Uint8Array> {
  const reader = packed.stream().pipeThrough(new DecompressionStream(format)).getReader()
  let ended = false
  try {
    for (;;) {
      const next = await reader.read().catch((cause: unknown) => {
        ended = true
        throw new ImportError('corrupt', { file }, 'the compressed data is damaged or cut off.', { cause })
      })
      ended = next.done
      if (next.done) return
      yield next.value
    }
  } finally {
    if (!ended) await reader.cancel()
  }
}

const join = (parts: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

/**
 * Unpacks `packed` (`gzip`, or `deflate-raw` as in zip). Throws `excess()` as soon as more than `limit` bytes come out,
 * whatever a header promised; `import/corrupt`, naming `file`, for damage.
 */
export const inflate = async (
  packed: Blob,
  format: Packing,
  file: string,
  { limit, excess }: { readonly limit: number; readonly excess: () => ImportError },
): Promise<Uint8Array<ArrayBuffer>> => {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const piece of pieces(packed, format, file)) {
    length += piece.length
    if (length > limit) throw excess()
    parts.push(piece)
  }
  return join(parts, length)
}

/** The first `length` unpacked bytes, or all of fewer. Throws `import/corrupt`. */
export const inflateHead = async (
  packed: Blob,
  format: Packing,
  length: number,
  file: string,
): Promise<Uint8Array<ArrayBuffer>> => {
  const parts: Uint8Array[] = []
  let found = 0
  for await (const piece of pieces(packed, format, file)) {
    parts.push(piece)
    found += piece.length
    if (found >= length) break
  }
  return join(parts, found).slice(0, length)
}
