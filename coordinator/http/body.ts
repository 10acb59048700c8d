import type { IncomingMessage } from 'node:http'
import { ApiFault } from '../fault.ts'

/** The largest JSON that is read: bytes. */
const MAX_JSON_BYTES = 131_072

/** Reads the body up to `limit` bytes. Throws 413 beyond it; the rest stays unread. */
const readUpTo = async (request: IncomingMessage, limit: number): Promise<Buffer> => {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    length += chunk.length
    if (length > limit) throw new ApiFault(413, 'http/too-large', `The body is longer than ${limit} bytes.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, length)
}

/** Throws 400 for anything but JSON, 413 beyond 128 KiB. */
export const readJson = async (request: IncomingMessage): Promise<unknown> => {
  const bytes = await readUpTo(request, MAX_JSON_BYTES)
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw new ApiFault(400, 'http/not-json', 'The body is not JSON.')
  }
}

/** Exactly `length` bytes. Throws `contribution/wrong-size` (413) otherwise. */
export const readExactly = async (request: IncomingMessage, length: number): Promise<Uint8Array> => {
  const wrongSize = () =>
    new ApiFault(413, 'contribution/wrong-size', `An update for this task is exactly ${length} bytes.`)
  const declared = request.headers['content-length']
  if (declared !== undefined && Number(declared) !== length) throw wrongSize()
  const bytes = await readUpTo(request, length).catch((error: unknown) => {
    throw error instanceof ApiFault ? wrongSize() : error
  })
  if (bytes.length !== length) throw wrongSize()
  return bytes
}

/**
 * Lets a refused upload arrive and forgets it, up to `limit` bytes: a client that is still sending when the connection
 * closes would never read why. Resolves to false where the rest is too long to wait for.
 */
export const drain = async (request: IncomingMessage, limit: number): Promise<boolean> => {
  let length = 0
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      length += chunk.length
      if (length > limit) return false
    }
    return true
  } catch {
    // The client went away: nobody is left to answer.
    return false
  }
}
