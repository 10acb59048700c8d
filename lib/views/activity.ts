import { kindsOf } from '../activity/kinds.ts'
import { lastSeq, readBackwards, readForwards } from '../activity/read.ts'
import { database } from '../db/database.ts'
import type { ActivityRecord, StampRecord } from '../db/schema.ts'
import { connectionOf, readWallet } from '../db/settings.ts'
import { CHAINS } from '../protocol/chains.ts'
import type { Address } from '../protocol/hex.ts'
import { view } from './view.ts'

export type { Verification } from '../activity/chain.ts'
export { exportLog, verifyExport } from '../activity/export.ts'
export { KIND_GROUPS } from '../activity/kinds.ts'
export { verifyLog } from '../activity/log.ts'

export const ENTRIES_PER_PAGE = 50
/** Sites that can be chosen from: those heard of last. A page can come under any number of origins. */
const MAX_SITES = 200

export interface ActivityQuery {
  /** A group of kinds; empty: all. */
  readonly group: string
  /** An origin; empty: all. */
  readonly site: string
  /** Words that must stand in the entry, in any case. */
  readonly words: string
  /** Only entries older than this one; absent: from the newest. */
  readonly before?: number
}

export const ALL: ActivityQuery = { group: '', site: '', words: '' }

/** A view's argument is a primitive. */
export const queryOf = (query: ActivityQuery): string => JSON.stringify(query)

export interface ActivityView {
  /** Newest first, at most a page. */
  readonly entries: readonly ActivityRecord[]
  /** Of the whole log. */
  readonly count: number
  /** `before` of the next page; absent where this is the last. */
  readonly older?: number
}

type Test = (entry: ActivityRecord) => boolean

/** Entries name their site, or the task of a permission of that site's. */
const isOfSite = async (site: string): Promise<Test> => {
  const grants = await (await database()).getAll('grants')
  const tasks = new Set(grants.filter(({ origin }) => origin === site).map(({ taskId }) => taskId as string))
  return ({ data }) => (data.origin === undefined ? tasks.has(String(data.task)) : data.origin === site)
}

const testFor = async ({ group, site, words }: ActivityQuery): Promise<Test> => {
  const kinds = new Set(kindsOf(group))
  const isSites = site === '' ? undefined : await isOfSite(site)
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  const says = ({ text, data }: ActivityRecord, word: string) =>
    text.toLowerCase().includes(word) ||
    Object.values(data).some((value) => String(value).toLowerCase().includes(word))
  return (entry) =>
    (group === '' || kinds.has(entry.kind)) &&
    (isSites === undefined || isSites(entry)) &&
    wanted.every((word) => says(entry, word))
}

/** A page of the log, newest first. Reads back from where it begins, and no further than the page needs. */
export const activityView = view(
  ['activity', 'grants'],
  async (argument: string = queryOf(ALL)): Promise<ActivityView> => {
    const query = JSON.parse(argument) as ActivityQuery
    const count = await (await database()).count('activity')
    const isWanted = await testFor(query)
    const entries: ActivityRecord[] = []
    for await (const batch of readBackwards(query.before))
      for (const entry of batch) {
        if (!isWanted(entry)) continue
        if (entries.length === ENTRIES_PER_PAGE) return { entries, count, older: entries.at(-1)?.seq ?? 0 }
        entries.push(entry)
      }
    return { entries, count }
  },
)

/** What was read before stays read: the log only grows. */
let heardOf: { readonly upTo: number; readonly sites: ReadonlyMap<string, number> } = {
  upTo: 0,
  sites: new Map(),
}

/** The sites that the log speaks of, those heard of last. Only entries that are new since the last call are read. */
export const activitySitesView = view(['activity'], async (): Promise<readonly string[]> => {
  const last = await lastSeq(await database())
  const isOther = last < heardOf.upTo
  const sites = new Map(isOther ? [] : heardOf.sites)
  for await (const batch of readForwards(isOther ? 0 : heardOf.upTo))
    for (const { seq = 0, data } of batch) if (typeof data.origin === 'string') sites.set(data.origin, seq)
  const newest = [...sites].sort(([, a], [, b]) => b - a).slice(0, MAX_SITES)
  heardOf = { upTo: last, sites: new Map(newest) }
  return newest.map(([site]) => site).sort()
})

export interface StampView extends StampRecord {
  readonly chain: string
  /** Where anybody can look the transaction up. */
  readonly link?: string
}

export interface StampsView {
  /** Newest first. */
  readonly stamps: readonly StampView[]
  /** Who would stamp; absent where no wallet is connected. */
  readonly account?: Address
  /** Where it can be done, the wallet's own chain first. */
  readonly chains: readonly { readonly id: number; readonly name: string }[]
}

const stampView = (stamp: StampRecord): StampView => {
  const facts = CHAINS[stamp.chainId]
  const link =
    facts?.explorerUrl === undefined || stamp.transaction === undefined
      ? undefined
      : `${facts.explorerUrl}/tx/${stamp.transaction}`
  return {
    ...stamp,
    chain: facts?.name ?? String(stamp.chainId),
    ...(link === undefined ? {} : { link }),
  }
}

/** Chains of one's own machine are for those whose wallet is on one. */
const chainsFor = (current: number | undefined) =>
  Object.values(CHAINS)
    .filter(({ id, explorerUrl }) => explorerUrl !== undefined || id === current)
    .sort((a, b) => Number(b.id === current) - Number(a.id === current))
    .map(({ id, name }) => ({ id, name }))

export const stampsView = view(['stamps', 'state'], async (): Promise<StampsView> => {
  const connection = connectionOf(await readWallet())
  const stamps = await (await database()).getAll('stamps')
  return {
    stamps: stamps.map(stampView).sort((a, b) => b.at - a.at),
    chains: chainsFor(connection?.chainId),
    ...(connection === undefined ? {} : { account: connection.account }),
  }
})
