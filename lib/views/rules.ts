import { database } from '../db/database.ts'
import type { DatasetRecord, RequestRecord, SeatRecord } from '../db/schema.ts'
import { readSettings } from '../db/settings.ts'
import { inert } from '../i18n/untrusted.ts'
import type { PolicySettings } from '../policy/compile.ts'
import type { PolicyRequest } from '../policy/request.ts'
import { PRESETS, type PresetName, type RuleRecord } from '../policy/rule.ts'
import type { Address } from '../protocol/hex.ts'
import { sameAddress } from '../protocol/hex.ts'
import { taskName } from './publisher.ts'
import { type KnownToken, tokenKey } from './rulesForm.ts'
import { view } from './view.ts'

/** A request that was recorded with what it was decided from, the latest first. */
export interface RecordedRequest {
  readonly id: string
  readonly facts: PolicyRequest
  readonly publisher: string
  readonly title: string
  readonly at: number
}

export interface RulesView {
  /** Newest first. */
  readonly rules: readonly RuleRecord[]
  /** The preset whose rules hold, as far as any of them is left. */
  readonly preset: PresetName | undefined
  readonly settings: PolicySettings
  readonly datasets: readonly { readonly id: string; readonly name: string }[]
  /** Those that have asked, by name. */
  readonly publishers: readonly { readonly address: Address; readonly name: string }[]
  readonly tokens: readonly KnownToken[]
  /** At most as many as a person can have an opinion on. */
  readonly recorded: readonly RecordedRequest[]
}

/** How many recorded requests are decided again while a rule is written. */
export const MOST_RECORDED = 500

const recordedOf = (requests: readonly RequestRecord[]): readonly RecordedRequest[] =>
  requests
    .toSorted((a, b) => b.receivedAt - a.receivedAt)
    .flatMap(({ id, facts, task, receivedAt }) =>
      facts === undefined ? [] : [{ id, facts, ...taskName(task.manifest), at: receivedAt }],
    )
    .slice(0, MOST_RECORDED)

const publishersOf = (requests: readonly RequestRecord[]): RulesView['publishers'] => {
  const known: { address: Address; name: string }[] = []
  for (const { task } of requests) {
    const { address } = task.manifest.publisher
    if (!known.some((publisher) => sameAddress(publisher.address, address)))
      known.push({ address, name: taskName(task.manifest).publisher })
  }
  return known.toSorted((a, b) => a.name.localeCompare(b.name))
}

/** What tokens are called and how finely they divide, as the chain has said. */
const tokensOf = (
  requests: readonly RequestRecord[],
  seats: readonly SeatRecord[],
): readonly KnownToken[] => {
  const all = [
    ...seats.map(({ chainId, token, tokenSymbol, tokenDecimals }) => ({
      chainId,
      token,
      symbol: tokenSymbol,
      decimals: tokenDecimals,
    })),
    ...requests.flatMap(({ task, token }) => {
      const { chainId, token: address } = task.manifest.reward
      return token === undefined ? [] : [{ chainId, token: address, ...token }]
    }),
  ]
  const known = new Map(all.map((token) => [tokenKey(token), { ...token, symbol: inert(token.symbol, 12) }]))
  return [...known.values()].toSorted((a, b) => a.symbol.localeCompare(b.symbol))
}

const datasetsOf = (datasets: readonly DatasetRecord[]): RulesView['datasets'] =>
  datasets
    .filter(({ deletedAt }) => deletedAt === undefined)
    .map(({ id, name }) => ({ id, name: inert(name, 60) }))
    .toSorted((a, b) => a.name.localeCompare(b.name))

/** The rules, and all that is needed to write one and to say what it would have done. */
export const rulesView = view(
  ['rules', 'requests', 'datasets', 'seats', 'state'],
  async (): Promise<RulesView> => {
    const db = await database()
    const [rules, requests, datasets, seats, { allowWithoutNoise }] = await Promise.all([
      db.getAll('rules'),
      db.getAll('requests'),
      db.getAll('datasets'),
      db.getAll('seats'),
      readSettings(),
    ])
    return {
      rules: rules.toSorted((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1)),
      preset: PRESETS.find((name) => rules.some(({ source }) => source === name)),
      settings: { allowWithoutNoise },
      datasets: datasetsOf(datasets),
      publishers: publishersOf(requests),
      tokens: tokensOf(requests, seats),
      recorded: recordedOf(requests),
    }
  },
)
