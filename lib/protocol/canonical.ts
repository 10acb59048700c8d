import canonicalizeJson from 'canonicalize'
import { ProvisoError } from './errors.ts'

/**
 * Canonical JSON of a value, RFC 8785: the one byte string that both sides hash.
 * Throws `canonical/unrepresentable` for values that JSON cannot hold (NaN, functions, cycles, lone surrogates).
 */
export const canonicalJson = (value: unknown): string => {
  let text: string | undefined
  try {
    text = canonicalizeJson(value)
  } catch (cause) {
    throw new ProvisoError('canonical/unrepresentable', 'This value cannot be written as canonical JSON.', {
      cause,
    })
  }
  if (text === undefined)
    throw new ProvisoError('canonical/unrepresentable', 'This value cannot be written as canonical JSON.')
  return text
}

export const canonicalBytes = (value: unknown): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(canonicalJson(value))
