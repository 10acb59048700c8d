import type { Asker, WalletCallRecord } from '../db/schema.ts'
import { inert, inertLines } from '../i18n/untrusted.ts'
import type { WalletCallKind } from '../protocol/walletCalls.ts'
import { asList, asRecord, asText, type Fields, fieldsOf } from './fields.ts'
import { type LoginView, loginOf } from './login.ts'
import { type PermissionView, permissionsOf } from './permissions.ts'
import { type OriginFinding, originFindings, type WordFinding, wordFindings } from './suspicions.ts'

/** Typed data that the person is to sign. */
export interface DocumentView {
  readonly account?: string
  readonly type: string
  readonly issuer: string
  readonly fields: Fields
}

/** What a question to the wallet asks, by its kind. Whatever a page wrote is inert and bounded here. */
export type WalletQuestion =
  | { readonly kind: 'identity'; readonly asks: readonly string[] }
  | ({ readonly kind: 'login' } & LoginView)
  | { readonly kind: 'dataKeys'; readonly what: 'publicKey' | 'decrypt'; readonly account?: string }
  | ({ readonly kind: 'dataKeys'; readonly what: 'session' } & DocumentView)
  | { readonly kind: 'permissions'; readonly permissions: readonly PermissionView[] }
  | ({ readonly kind: 'licence' } & DocumentView)

/** What must be opened before Allow. */
export type WalletWarning =
  | { readonly kind: 'cross-origin'; readonly origin: string; readonly topOrigin: string }
  | { readonly kind: 'other-domain'; readonly domain: string; readonly origin: string }
  | { readonly kind: 'expired'; readonly at: number }
  | { readonly kind: 'delegates'; readonly who: string }
  | { readonly kind: 'site-name'; readonly findings: readonly OriginFinding[] }
  | { readonly kind: 'words'; readonly findings: readonly WordFinding[] }

export interface WalletPromptView {
  readonly callId: string
  /** Site that asks, from the browser and not from the page. */
  readonly origin: string
  readonly method: string
  readonly kind: WalletCallKind
  readonly question: WalletQuestion
  readonly warnings: readonly WalletWarning[]
  /** The parameters as the page passed them. */
  readonly raw: { readonly text: string; readonly characters: number }
}

/** An address in the form wallets use; anything else is not shown as an account. */
const accountOf = (value: unknown): { account?: string } =>
  typeof value === 'string' && /^0x[\da-f]{40}$/i.test(value) ? { account: value } : {}

const parsed = (value: unknown): unknown => {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

const MOST_ASKS = 12

const namesIn = (params: unknown): readonly string[] =>
  asList(params)
    .flatMap((entry) => Object.keys(asRecord(entry)))
    .slice(0, MOST_ASKS)
    .map((name) => inert(name.slice(0, 80), 60))

const hasDomain = (value: unknown): boolean => asRecord(value).domain !== undefined

/** The typed data among the parameters, which wallets take in more than one order. */
const documentOf = (params: unknown): DocumentView => {
  const list = asList(params).slice(0, 4)
  const { domain, primaryType, message } = asRecord(list.map(parsed).find(hasDomain))
  return {
    type: inert((asText(primaryType) ?? '').slice(0, 120), 60),
    issuer: inert((asText(asRecord(domain).name) ?? '').slice(0, 120), 60),
    fields: fieldsOf(message),
    ...accountOf(list.find((param) => accountOf(param).account !== undefined)),
  }
}

const keysOf = (method: string, params: unknown): WalletQuestion => {
  const kind = 'dataKeys'
  const list = asList(params)
  if (method === 'eth_decrypt') return { kind, what: 'decrypt', ...accountOf(list[1]) }
  if (method === 'eth_getEncryptionPublicKey') return { kind, what: 'publicKey', ...accountOf(list[0]) }
  return { kind, what: 'session', ...documentOf(params) }
}

const questionOf = ({ kind, method, params, asker }: WalletCallRecord): WalletQuestion => {
  switch (kind) {
    case 'identity':
      return { kind, asks: method === 'wallet_requestPermissions' ? namesIn(params) : [] }
    case 'login':
      return { kind, ...loginOf(params, asker.origin) }
    case 'dataKeys':
      return keysOf(method, params)
    case 'permissions':
      return { kind, permissions: permissionsOf(params) }
    case 'licence':
      return { kind, ...documentOf(params) }
  }
}

const frameWarning = ({ origin, topOrigin }: Asker): readonly WalletWarning[] =>
  origin === topOrigin ? [] : [{ kind: 'cross-origin', origin, topOrigin }]

const loginWarnings = (question: WalletQuestion, origin: string, now: number): readonly WalletWarning[] => {
  if (question.kind !== 'login' || question.login === undefined) return []
  const { domain, isOtherSite, expiresAt, delegates, subject = domain } = question.login
  return [
    ...(isOtherSite ? [{ kind: 'other-domain', domain, origin } as const] : []),
    ...(delegates ? [{ kind: 'delegates', who: subject } as const] : []),
    ...(expiresAt !== undefined && expiresAt <= now ? [{ kind: 'expired', at: expiresAt } as const] : []),
  ]
}

const RAW = { lines: 400, characters: 24_000 }

const rawOf = (params: unknown): WalletPromptView['raw'] => {
  const text = JSON.stringify(asList(params).map(parsed), null, 2)
  return { text: inertLines(text, RAW), characters: text.length }
}

/** Every text among the parameters, names of fields included, as one: a look at letters, not at meaning. */
const textsIn = (value: unknown, depth = 0): string => {
  if (typeof value === 'string') return value.slice(0, RAW.characters)
  if (typeof value !== 'object' || value === null || depth > 8) return ''
  return Object.entries(value)
    .slice(0, 200)
    .map(([name, entry]) => `${name}\n${textsIn(entry, depth + 1)}`)
    .join('\n')
    .slice(0, RAW.characters)
}

/** What does not read as it is: in the site's name, and in what the page asks. Login messages have marks of their own. */
const misleading = (
  { asker, params }: WalletCallRecord,
  question: WalletQuestion,
  knownOrigins: readonly string[],
): readonly WalletWarning[] => {
  const site = originFindings(
    asker.origin,
    knownOrigins.filter((origin) => origin !== asker.topOrigin),
  )
  const text = textsIn(asList(params).map(parsed))
  const said = question.kind === 'login' ? `${question.text}\n${text}` : text
  const words = wordFindings([{ place: 'question', text: said, isName: false, max: Infinity }]).filter(
    ({ kind }) => kind !== 'markup',
  )
  const { length } = JSON.stringify(params ?? null)
  const found: readonly WordFinding[] =
    length > RAW.characters ? [...words, { kind: 'cut', place: 'question', max: RAW.characters }] : words
  return [
    ...(site.length === 0 ? [] : [{ kind: 'site-name', findings: site } as const]),
    ...(found.length === 0 ? [] : [{ kind: 'words', findings: found } as const]),
  ]
}

/** What the prompt shows of a question to the wallet. `knownOrigins`: sites that the person has dealt with. */
export const walletPrompt = (
  call: WalletCallRecord,
  now = Date.now(),
  knownOrigins: readonly string[] = [],
): WalletPromptView => {
  const { id, asker, kind, method, params } = call
  const question = questionOf(call)
  return {
    callId: id,
    origin: asker.origin,
    method: inert(method.slice(0, 80), 60),
    kind,
    question,
    warnings: [
      ...misleading(call, question, knownOrigins),
      ...loginWarnings(question, asker.origin, now),
      ...frameWarning(asker),
    ],
    raw: rawOf(params),
  }
}
