import { inertLines } from '../i18n/untrusted.ts'
import { asList, asText } from './fields.ts'

/** One thing that a login lets somebody else do (ReCap, ERC-5573). */
export interface CapabilityView {
  readonly action: string
  readonly resource: string
}

/** A message that logs the person in (ERC-4361), as far as it is understood. */
export interface ParsedLogin {
  readonly domain: string
  /** The message is for another site than the one that asks. */
  readonly isOtherSite: boolean
  readonly account: string
  readonly statement?: string
  readonly notBefore?: number
  readonly expiresAt?: number
  readonly resources: readonly string[]
  /** Resources beyond those that are shown. */
  readonly more: number
  /** Who may use the capabilities. */
  readonly delegate: string
  readonly capabilities: readonly CapabilityView[]
}

export interface LoginView {
  readonly text: string
  readonly characters: number
  /** Absent where the text does not follow the standard. */
  readonly login?: ParsedLogin
}

const TEXT = { lines: 200, characters: 12_000 }

const isAccount = (value: unknown): boolean => typeof value === 'string' && /^0x[\da-f]{40}$/i.test(value)

/** Wallets take the text itself or its UTF-8 bytes in hexadecimal. */
const decoded = (message: string): string => {
  if (!/^0x(?:[\da-f]{2})*$/i.test(message)) return message
  const bytes = Uint8Array.from(message.slice(2).match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
  return new TextDecoder().decode(bytes)
}

/** The message in the parameters of `personal_sign`, whose order some pages turn round. */
const messageIn = (params: unknown): string => {
  const [first, second] = asList(params)
  return decoded(asText(isAccount(first) && !isAccount(second) ? second : first) ?? '')
}

/** What the parameters of `personal_sign` say, for a site at `origin`. */
export const loginOf = (params: unknown, _origin: string): LoginView => {
  const message = messageIn(params)
  return { text: inertLines(message, TEXT), characters: message.length }
}
