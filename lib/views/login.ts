import { inert, inertLines } from '../i18n/untrusted.ts'
import { type Capability, type LoginMessage, loginIn } from '../protocol/siwe.ts'
import { asList } from './fields.ts'

/** What a login lets somebody else do with one thing (ReCap, ERC-5573). */
export interface CapabilityView {
  readonly actions: readonly string[]
  readonly resource: string
}

/** A message that logs the person in (ERC-4361). */
export interface ParsedLogin {
  readonly domain: string
  /** The message is for another site than the one that asks. */
  readonly isOtherSite: boolean
  readonly account: string
  readonly statement?: string
  /** What the login is for, where that is more than the site itself; who may use the capabilities. */
  readonly subject?: string
  /** It is the site itself that the login is for, and that may use the capabilities. */
  readonly isSubjectSite: boolean
  readonly notBefore?: number
  readonly expiresAt?: number
  readonly resources: readonly string[]
  /** Resources beyond those that are shown. */
  readonly more: number
  /** Whether the signature lets somebody act for the person. */
  readonly delegates: boolean
  readonly capabilities: readonly CapabilityView[]
  /** There are more capabilities than are shown, or such that could not be read. */
  readonly hasHidden: boolean
}

export interface LoginView {
  readonly text: string
  readonly characters: number
  /** Absent where the text does not follow the standard. */
  readonly login?: ParsedLogin
}

const TEXT = { lines: 200, characters: 12_000 }
const MOST_RESOURCES = 6
const MOST_CAPABILITIES = 8
const MOST_ACTIONS = 12
const RECAP = 'urn:recap:'

const short = (text: string, max: number): string => inert(text.slice(0, 4 * max), max)

const isAccount = (text: string): boolean => /^0x[\da-f]{40}$/i.test(text)

/** Wallets take the text itself or its UTF-8 bytes in hexadecimal. */
const decoded = (message: string): string => {
  if (!/^0x(?:[\da-f]{2})*$/i.test(message)) return message
  const bytes = Uint8Array.from(message.slice(2).match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
  return new TextDecoder().decode(bytes)
}

/** The message in the parameters of `personal_sign`, which wallets take in either order. */
const messageIn = (params: unknown): string =>
  decoded((asList(params).find((param) => typeof param === 'string' && !isAccount(param)) as string) ?? '')

/** Whether a login's domain is that of another site; a scheme and a port count where they are named. */
const isOtherSite = ({ scheme, domain }: LoginMessage, origin: string): boolean => {
  const { protocol, host } = new URL(origin)
  if (scheme !== undefined && `${scheme.toLowerCase()}:` !== protocol) return true
  const named = `${protocol}//${domain}`
  if (!URL.canParse(named)) return true
  const url = new URL(named)
  return url.host !== host || url.username !== '' || url.password !== ''
}

const hostOf = (uri: string): string | undefined => (URL.canParse(uri) ? new URL(uri).host : undefined)

/** `crud/read` reads "read (crud)". */
const actionWords = (action: string): string => {
  const [, namespace = '', ability = action] = /^([^/]*)\/(.*)$/.exec(action) ?? []
  return short(namespace === '' ? ability : `${ability} (${namespace})`, 60)
}

const capabilityView = ({ resource, actions }: Capability): CapabilityView => ({
  resource: short(resource, 120),
  actions: actions.slice(0, MOST_ACTIONS).map(actionWords),
})

const capabilitiesOf = ({ resources, capabilities }: LoginMessage) => ({
  delegates: resources.some((resource) => resource.startsWith(RECAP)),
  capabilities: capabilities.slice(0, MOST_CAPABILITIES).map(capabilityView),
  hasHidden:
    capabilities.length > MOST_CAPABILITIES ||
    capabilities.some(({ actions }) => actions.length === 0 || actions.length > MOST_ACTIONS) ||
    (capabilities.length === 0 && resources.some((resource) => resource.startsWith(RECAP))),
})

const moment = (written: string | undefined): number | undefined =>
  written === undefined ? undefined : Date.parse(written)

const parsed = (message: LoginMessage, origin: string): ParsedLogin | undefined => {
  const { domain, address, statement, uri, resources } = message
  const notBefore = moment(message.notBefore)
  const expiresAt = moment(message.expirationTime)
  // A time that nobody can read would be left out of what is shown: then all of it is shown as it stands.
  if (Number.isNaN(notBefore) || Number.isNaN(expiresAt)) return undefined
  const plain = resources.filter((resource) => !resource.startsWith(RECAP))
  const can = capabilitiesOf(message)
  const isSubjectSite = hostOf(uri) === new URL(origin).host
  return {
    domain: short(domain, 80),
    isOtherSite: isOtherSite(message, origin),
    account: address,
    resources: plain.slice(0, MOST_RESOURCES).map((resource) => short(resource, 120)),
    more: Math.max(0, plain.length - MOST_RESOURCES),
    isSubjectSite,
    ...can,
    ...(statement === undefined ? {} : { statement: short(statement, 600) }),
    ...(can.delegates || !isSubjectSite ? { subject: short(uri, 120) } : {}),
    ...(notBefore === undefined ? {} : { notBefore }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  }
}

/** What the parameters of `personal_sign` say, for a site at `origin`. */
export const loginOf = (params: unknown, origin: string): LoginView => {
  const text = messageIn(params)
  const message = loginIn(params)
  const login = message && parsed(message, origin)
  return {
    text: inertLines(text, TEXT),
    characters: text.length,
    ...(login === undefined ? {} : { login }),
  }
}
