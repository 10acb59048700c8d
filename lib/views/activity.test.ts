import 'fake-indexeddb/auto'
import { deleteDB } from 'idb'
import { beforeEach, describe, expect, it } from 'vitest'
import { appendActivity } from '../activity/log.ts'
import { closeDatabase, DATABASE_NAME, database, write } from '../db/database.ts'
import type { GrantRecord, StampRecord, WalletState } from '../db/schema.ts'
import { type ActivityQuery, ALL, activitySitesView, activityView, queryOf, stampsView } from './activity.ts'

const A = 'https://a.example'
const B = 'https://b.example'

/** 10,000 entries, written as they are in the product: round after round of two sites, and a payment in every hundred. */
const fill = (count: number) =>
  write(['activity'], async (transaction) => {
    for (let index = 1; index <= count; index += 1)
      await appendActivity(
        transaction,
        index % 100 === 0
          ? { kind: 'paid', text: `Paid for ${index}.`, data: { task: '0xaa', amount: `${index}` } }
          : { kind: 'round', text: `Round ${index} began.`, data: { origin: index % 2 ? A : B } },
      )
  })

const read = (changes: Partial<ActivityQuery> = {}) => activityView(queryOf({ ...ALL, ...changes }))
const numbers = async (changes: Partial<ActivityQuery> = {}) =>
  (await read(changes)).entries.map(({ seq }) => seq)

beforeEach(async () => {
  await closeDatabase()
  await deleteDB(DATABASE_NAME)
})

it('of nothing shows nothing', async () => {
  expect(await activityView()).toEqual({ entries: [], count: 0 })
  expect(await activitySitesView()).toEqual([])
})

describe('of 1,200 entries', () => {
  beforeEach(() => fill(1200))

  it('shows the newest fifty, and then the next', async () => {
    const { entries, count, older } = await read()
    expect([count, entries.length, older]).toEqual([1200, 50, 1151])
    expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 50 }, (_, index) => 1200 - index))
    expect((await numbers({ before: older! }))[0]).toBe(1150)
  })

  it('comes to an end, with each entry once', async () => {
    const seen: (number | undefined)[] = []
    let before: number | undefined
    do {
      const page = await read(before === undefined ? {} : { before })
      seen.push(...page.entries.map(({ seq }) => seq))
      before = page.older
    } while (before !== undefined)
    expect(seen).toEqual(Array.from({ length: 1200 }, (_, index) => 1200 - index))
  })

  it('finds by kind, site and words, and all of them together', async () => {
    expect(await numbers({ group: 'payments' })).toEqual([
      1200, 1100, 1000, 900, 800, 700, 600, 500, 400, 300, 200, 100,
    ])
    expect((await numbers({ site: A })).slice(0, 3)).toEqual([1199, 1197, 1195])
    expect(await numbers({ words: 'began ROUND 1177' })).toEqual([1177])
    expect(await numbers({ words: '1100', group: 'payments' })).toEqual([1100])
    expect(await numbers({ words: '77', group: 'payments' })).toEqual([])
    expect(await numbers({ group: 'constructor' })).toEqual([])
  })

  it('counts entries of a task for the site that has its permission', async () => {
    await (await database()).put('grants', { id: 'g', origin: B, taskId: '0xaa' } as unknown as GrantRecord)
    expect((await numbers({ site: B })).slice(0, 3)).toEqual([1200, 1198, 1196])
    expect(await numbers({ site: A, group: 'payments' })).toEqual([])
  })

  it('knows the sites, also when one is new', async () => {
    expect(await activitySitesView()).toEqual([A, B])
    await write(['activity'], (transaction) =>
      appendActivity(transaction, { kind: 'request', text: 'asked', data: { origin: 'https://c.example' } }),
    )
    expect(await activitySitesView()).toEqual([A, B, 'https://c.example'])
  })
})

it('names where stamps can be looked up, and offers chains of this machine only to those who are on one', async () => {
  const db = await database()
  const stamp = { seq: 1, hash: '0x01', account: '0x02', transaction: '0x03', at: 1 } as const
  await db.put('stamps', { ...stamp, chainId: 8453 } satisfies StampRecord)
  await db.put('stamps', { ...stamp, chainId: 31337, at: 2 } satisfies StampRecord)
  const { stamps, chains, account } = await stampsView()
  expect(account).toBeUndefined()
  expect(chains.map(({ name }) => name)).toEqual(['Base', 'Base Sepolia'])
  expect(stamps.map(({ chain, link }) => [chain, link])).toEqual([
    ['Local chain', undefined],
    ['Base', 'https://basescan.org/tx/0x03'],
  ])
  await db.put(
    'state',
    { state: 'connected', account: '0x02', chainId: 31337 } as unknown as WalletState,
    'wallet',
  )
  expect((await stampsView()).chains.map(({ id }) => id)).toEqual([31337, 8453, 84532])
})
