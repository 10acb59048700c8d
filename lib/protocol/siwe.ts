import { fromHex, isHex } from 'viem/utils'

/** What a login message asks for (ERC-4361), as far as a person should see it before signing. */
export interface LoginMessage {
  readonly scheme?: string
  /** Who wants the login, by the message's own word: compare it with who asks. */
  readonly domain: string
  readonly address: string
  readonly statement?: string
  readonly uri: string
  readonly version: string
  readonly chainId: string
  readonly nonce: string
  /** RFC 3339, as written. */
  readonly issuedAt: string
  readonly expirationTime?: string
  readonly notBefore?: string
  readonly requestId?: string
  readonly resources: readonly string[]
  /** What else the signature allows, from the resources (ERC-5573). */
  readonly capabilities: readonly Capability[]
}

/** `actions` as `namespace/ability`, such as `crud/delete`, on `resource`. */
export interface Capability {
  readonly resource: string
  readonly actions: readonly string[]
}

const HEAD =
  /^(?:([A-Za-z][A-Za-z0-9+.-]*):\/\/)?([^\s/?#]+) wants you to sign in with your Ethereum account:\n(0x[0-9a-fA-F]{40})\n\n/
/** The optional fields in their order; a statement has no line break. */
const BODY =
  /^(?:([^\n]+)\n)?\nURI: ([^\n]+)\nVersion: ([^\n]+)\nChain ID: (\d+)\nNonce: ([A-Za-z0-9]{8,})\nIssued At: ([^\n]+)(?:\nExpiration Time: ([^\n]+))?(?:\nNot Before: ([^\n]+))?(?:\nRequest ID: ([^\n]*))?(?:\nResources:((?:\n- [^\n]+)*))?$/
const RECAP = 'urn:recap:'

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const decodeRecap = (resource: string): Capability[] => {
  if (!resource.startsWith(RECAP)) return []
  try {
    const encoded = resource.slice(RECAP.length).replaceAll('-', '+').replaceAll('_', '/')
    const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0))
    const details: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    const attenuations = isRecord(details) ? (details as { att?: unknown }).att : undefined
    if (!isRecord(attenuations)) return []
    return Object.entries(attenuations).map(([target, abilities]) => ({
      resource: target,
      actions: isRecord(abilities) ? Object.keys(abilities) : [],
    }))
  } catch {
    // It is shown as the resource that it is written as.
    return []
  }
}

const textOf = (param: unknown): string | undefined => {
  if (typeof param !== 'string') return undefined
  if (!isHex(param)) return param
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(fromHex(param, 'bytes'))
  } catch {
    return undefined
  }
}

/** Reads a login message; `undefined` where the text is none, to the letter of ERC-4361. */
export const parseLogin = (text: string): LoginMessage | undefined => {
  const head = HEAD.exec(text)
  const body = head === null ? null : BODY.exec(text.slice(head[0].length))
  if (head === null || body === null) return undefined
  const [, scheme, domain, address] = head
  const [, statement, uri, version, chainId, nonce, issuedAt, expirationTime, notBefore, requestId, list] =
    body
  const resources = (list ?? '').split('\n- ').slice(1)
  const optional = { scheme, statement, expirationTime, notBefore, requestId }
  return {
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
    domain: domain!,
    address: address!,
    uri: uri!,
    version: version!,
    chainId: chainId!,
    nonce: nonce!,
    issuedAt: issuedAt!,
    resources,
    capabilities: resources.flatMap(decodeRecap),
  }
}

/** The login message in the params of `personal_sign`, which come in either order, as text or hexadecimal. */
export const loginIn = (params: unknown): LoginMessage | undefined => {
  if (!Array.isArray(params)) return undefined
  for (const param of params) {
    const text = textOf(param)
    const login = text === undefined ? undefined : parseLogin(text)
    if (login !== undefined) return login
  }
  return undefined
}
