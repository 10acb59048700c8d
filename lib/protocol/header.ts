import { canonicalBytes } from './canonical.ts'
import type { OffchainAttestation } from './eas.ts'
import { ProvisoError } from './errors.ts'
import type { SignedSeatAccess } from './statements.ts'
import { parseAttestation, parseSignedSeatAccess } from './wire.ts'

/** The longest header value that is read: characters. */
const MAX_HEADER_LENGTH = 32_768
const SEAT_TOKEN_SCHEME = 'Proviso '

/** base64url (RFC 4648 section 5, unpadded) of canonical JSON. */
const encode = (value: unknown): string => {
  let binary = ''
  for (const byte of canonicalBytes(value)) binary += String.fromCharCode(byte)
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

const decode = (text: string): unknown => {
  try {
    if (text.length > MAX_HEADER_LENGTH || !/^[A-Za-z0-9_-]+$/.test(text))
      throw new TypeError('not base64url')
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0))
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new ProvisoError('wire/invalid', 'This header is not base64url of JSON.', { cause })
  }
}

/** Value of `ATTESTATION_HEADER`. */
export const encodeAttestationHeader = (attestation: OffchainAttestation): string => encode(attestation)
/** Throws `wire/invalid`. */
export const decodeAttestationHeader = (header: string): OffchainAttestation =>
  parseAttestation(decode(header))

/** Value of `Authorization` for a seat's acceptances. */
export const encodeSeatToken = (access: SignedSeatAccess): string => SEAT_TOKEN_SCHEME + encode(access)
/** Throws `wire/invalid`. */
export const decodeSeatToken = (header: string): SignedSeatAccess => {
  if (!header.startsWith(SEAT_TOKEN_SCHEME))
    throw new ProvisoError('wire/invalid', 'This header is not a seat token.')
  return parseSignedSeatAccess(decode(header.slice(SEAT_TOKEN_SCHEME.length)))
}
