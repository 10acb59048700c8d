import 'fake-indexeddb/auto'
import { deleteDB } from 'idb'
import { beforeEach, describe, expect, it } from 'vitest'
import { closeDatabase, DATABASE_NAME, database, write } from '../db/database.ts'
import type { ActivityRecord, StampRecord } from '../db/schema.ts'
import { GENESIS, hashOf } from './chain.ts'
import { appendActivity, verifyLog } from './log.ts'
import { readBackwards, readForwards } from './read.ts'

const append = (text: string) =>
  write(['activity'], (transaction) =>
    appendActivity(transaction, { kind: 'round', text, data: { task: '0x01', round: text.length } }),
  )

const log = async () => (await database()).getAll('activity')
const change = async (entry: ActivityRecord, changes: Partial<ActivityRecord>) =>
  (await database()).put('activity', { ...entry, ...changes })

/** As whoever rewrites history would: every entry from the first changed one hashed anew. */
const rehashed = (entries: readonly ActivityRecord[]): ActivityRecord[] => {
  let previous = GENESIS
  return entries.map(({ hash: _, seq, ...entry }) => {
    const hash = hashOf({ ...entry, previous })
    const next = { ...entry, previous, hash, ...(seq === undefined ? {} : { seq }) }
    previous = hash
    return next
  })
}

const stamp = async (seq: number) => {
  const db = await database()
  const { hash } = (await db.get('activity', seq))!
  const record: StampRecord = {
    seq,
    hash: `0x${hash}`,
    chainId: 8453,
    transaction: '0x01',
    account: '0x02',
    at: 1,
  }
  await db.put('stamps', record)
}

beforeEach(async () => {
  await closeDatabase()
  await deleteDB(DATABASE_NAME)
})

describe('the log', () => {
  it('verifies what was appended, and what was not', async () => {
    expect(await verifyLog()).toEqual({ ok: true, count: 0, head: GENESIS, stamps: 0 })
    for (const text of ['asked', 'allowed', 'sent']) await append(text)
    const head = (await log()).at(-1)!.hash
    expect(await verifyLog()).toEqual({ ok: true, count: 3, head, stamps: 0 })
  })

  it('chains entries that are written at the same time', async () => {
    await Promise.all(Array.from({ length: 50 }, (_, index) => append(`entry ${index}`)))
    expect(await verifyLog()).toMatchObject({ ok: true, count: 50 })
    expect(new Set((await log()).map(({ previous }) => previous)).size).toBe(50)
  })

  it('holds halves of characters as what stands for them', async () => {
    await append('half \ud83d')
    expect((await log())[0]!.text).toBe('half \ufffd')
    expect(await verifyLog()).toMatchObject({ ok: true, count: 1 })
  })

  it('chains several entries of one change', async () => {
    await write(['activity', 'rules'], async (transaction) => {
      await appendActivity(transaction, { kind: 'request', text: 'asked', data: {} })
      await appendActivity(transaction, { kind: 'refused', text: 'refused', data: {} })
    })
    expect(await verifyLog()).toMatchObject({ ok: true, count: 2 })
  })

  it('holds no entry, and skips no number, for a change that failed', async () => {
    await expect(
      write(['activity', 'rules'], async (transaction) => {
        await appendActivity(transaction, { kind: 'rule-saved', text: 'half done', data: {} })
        throw new Error('the change failed')
      }),
    ).rejects.toThrow('the change failed')
    await append('after')
    expect(await verifyLog()).toMatchObject({ ok: true, count: 1 })
  })
})

describe('what verifying notices', () => {
  beforeEach(async () => {
    for (const text of ['asked', 'allowed', 'began', 'sent']) await append(text)
  })

  it.each<[string, Partial<ActivityRecord>, string]>([
    ['time', { at: 1 }, 'altered'],
    ['kind', { kind: 'debit' }, 'altered'],
    ['text', { text: 'refused' }, 'altered'],
    ['data', { data: { task: '0x01', round: 99 } }, 'altered'],
    ['data left out', { data: {} }, 'altered'],
    ['hash', { hash: 'ff'.repeat(32) }, 'altered'],
    ['link', { previous: GENESIS }, 'altered'],
  ])('an altered %s', async (_name, changes, why) => {
    const [, second] = await log()
    await change(second!, changes)
    expect(await verifyLog()).toEqual({ ok: false, firstBroken: 2, why })
  })

  it('an entry that was altered and hashed anew: the next one does not follow', async () => {
    const [, second] = await log()
    const { hash: _, seq, ...altered } = { ...second!, text: 'refused' }
    await change(second!, { ...altered, hash: hashOf(altered) })
    expect(seq).toBe(2)
    expect(await verifyLog()).toEqual({ ok: false, firstBroken: 3, why: 'unlinked' })
  })

  it.each([1, 2, 3])('that entry %i is gone', async (seq) => {
    await (await database()).delete('activity', seq)
    expect(await verifyLog()).toEqual({ ok: false, firstBroken: seq, why: 'missing' })
  })

  it('entries that changed places', async () => {
    const [, second, third] = await log()
    await change(second!, { ...third!, seq: 2 })
    await change(third!, { ...second!, seq: 3 })
    expect(await verifyLog()).toEqual({ ok: false, firstBroken: 2, why: 'unlinked' })
  })

  it('an entry that was put in', async () => {
    const entries = await log()
    const { hash: _, ...second } = entries[1]!
    const { seq: __, ...between } = { ...second, text: 'never happened', previous: entries[1]!.hash }
    const db = await database()
    for (const entry of entries.slice(2)) await db.put('activity', { ...entry, seq: entry.seq! + 1 })
    await db.put('activity', { ...between, hash: hashOf(between), seq: 3 })
    expect(await verifyLog()).toEqual({ ok: false, firstBroken: 4, why: 'unlinked' })
  })

  it('not that the end is gone, unless a later entry was time-stamped', async () => {
    await stamp(4)
    await (await database()).delete('activity', 4)
    expect(await verifyLog()).toEqual({ ok: false, firstBroken: 4, why: 'cut' })
    await (await database()).clear('stamps')
    expect(await verifyLog()).toMatchObject({ ok: true, count: 3 })
  })

  it('not that all of it was rewritten, unless an entry was time-stamped before', async () => {
    await stamp(3)
    const [first, ...rest] = await log()
    const db = await database()
    for (const entry of rehashed([{ ...first!, text: 'rewritten' }, ...rest])) await db.put('activity', entry)
    expect(await verifyLog()).toEqual({ ok: false, firstBroken: 3, why: 'restamped' })
    await db.clear('stamps')
    expect(await verifyLog()).toMatchObject({ ok: true, count: 4 })
  })
})

it('reads a long log a batch at a time, from either end', async () => {
  const db = await database()
  const filling = db.transaction('activity', 'readwrite')
  const entry = { at: 1, kind: 'round', text: 'began', data: {}, previous: GENESIS, hash: GENESIS }
  for (let index = 0; index < 1203; index += 1) void filling.store.add({ ...entry })
  await filling.done
  const forwards: number[][] = []
  for await (const batch of readForwards()) forwards.push(batch.map(({ seq }) => seq!))
  const backwards: number[][] = []
  for await (const batch of readBackwards()) backwards.push(batch.map(({ seq }) => seq!))
  const numbers = Array.from({ length: 1203 }, (_, index) => index + 1)
  expect(forwards.flat()).toEqual(numbers)
  expect(backwards.flat()).toEqual(numbers.toReversed())
  expect(Math.max(...[...forwards, ...backwards].map(({ length }) => length))).toBe(500)
  const before: number[] = []
  for await (const batch of readBackwards(700)) before.push(...batch.map(({ seq }) => seq!))
  expect(before).toEqual(numbers.slice(0, 699).toReversed())
})
