import 'fake-indexeddb/auto'
import { deleteDB } from 'idb'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { verifyLog } from '../activity/log.ts'
import { verifyEoa } from '../attest/signature.ts'
import { closeDatabase, DATABASE_NAME, database, write } from '../db/database.ts'
import type { Asker, GrantRecord, RequestRecord } from '../db/schema.ts'
import { writeSettings } from '../db/settings.ts'
import type { ProviderError } from '../protocol/errors.ts'
import { type SignedTask, taskIdOf, termsHash } from '../protocol/task.ts'
import { answerRequest } from './answerRequest.ts'
import { keepAnswer, refused } from './answers.ts'
import { keepNewest } from './keep.ts'
import { type Received, receive } from './receive.ts'
import { setSite } from './sites.ts'
import { dropRequests, expire } from './sweep.ts'
import { askerFixture, datasetFixture, signedTask } from './task.fixture.ts'

const STORES = [
  'requests',
  'answers',
  'rules',
  'datasets',
  'throttles',
  'sites',
  'walletCalls',
  'state',
  'activity',
] as const
const SITE = 'https://digits.example'
const REFUSAL = { effect: 'refuse', by: 'person', reason: 'You refused it.' } as const

let task: SignedTask

beforeEach(async () => {
  await closeDatabase()
  await deleteDB(DATABASE_NAME)
  const db = await database()
  await db.put('datasets', datasetFixture())
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-06-01T00:00:00Z') })
  task ??= await signedTask()
})
afterEach(() => vi.useRealTimers())

let documents = 0

/** From a new document each time, as a page does that reloads itself or makes frames. */
const ask = (changes: Partial<Asker> = {}): Promise<Received> => {
  documents += 1
  const asker = askerFixture({ documentId: `D${documents}`, ...changes })
  return receive({ asker, method: 'dataUse_request', params: [task] }, { verifyOnChain: () => verifyEoa })
}
const code = (promise: Promise<unknown>): Promise<number | undefined> =>
  promise.then(
    () => undefined,
    (error: ProviderError) => error.rpcCode,
  )
const pass = (ms: number) => vi.setSystemTime(Date.now() + ms)
const toldAt = (received: Received): number => (received.state === 'answered' ? received.readyAt : Date.now())

/** Asks, and is refused: by the person, or unasked by what is in force. Goes on when the page has heard it. */
const refuse = async (changes: Partial<Asker> = {}): Promise<void> => {
  const received = await ask(changes)
  if (received.state === 'waiting') await answerRequest(received.requestId, REFUSAL)
  vi.setSystemTime(toldAt(received))
}

const causes: [string, () => Promise<unknown>][] = [
  ['the person', async () => undefined],
  [
    'a rule',
    async () =>
      write(['rules'], (transaction) =>
        transaction.objectStore('rules').put({
          id: 'no',
          effect: 'refuse',
          source: 'person',
          who: { origins: [SITE] },
          createdAt: 0,
          expiresAt: Date.now() + 1e9,
        }),
      ),
  ],
  ['an empty vault', async () => (await database()).clear('datasets')],
  ['the site being off', () => setSite(SITE, { off: 'always' })],
  ['an hour of quiet', () => writeSettings({ offUntil: Date.now() + 3_600_000 })],
]

describe.each(causes)('three refusals by %s', (_, arrange) => {
  beforeEach(() => arrange())

  it('pause the site for a minute', async () => {
    for (const _time of [1, 2, 3]) await refuse()
    expect(await code(ask())).toBe(-32005)
    pass(59_999)
    expect(await code(ask())).toBe(-32005)
    pass(1)
    expect(await code(ask())).toBeUndefined()
  })

  it('pause nothing where they lie apart', async () => {
    for (const _time of [1, 2, 3, 4]) {
      await refuse()
      pass(31_000)
    }
    expect(await code(ask())).toBeUndefined()
  })

  it('let no more requests wait at a time than a person’s do', async () => {
    for (const _time of [1, 2, 3]) await ask()
    expect(await code(ask())).toBe(-32005)
    const first = askerFixture({ documentId: `D${documents - 3}`, requestId: 'R2' })
    const again = receive(
      { asker: first, method: 'dataUse_request', params: [task] },
      { verifyOnChain: () => verifyEoa },
    )
    expect([-32002, -32005]).toContain(await code(again))
    expect(await (await database()).count('requests')).toBe(3)
  })
})

it('a document that waits for a refusal nobody was asked for hears that it waits, as it would of a person', async () => {
  await setSite(SITE, { off: 'always' })
  const received = await ask({ documentId: 'D' })
  expect(await code(ask({ documentId: 'D', requestId: 'R2' }))).toBe(-32002)
  vi.setSystemTime(toldAt(received))
  expect(await code(ask({ documentId: 'D', requestId: 'R3' }))).toBeUndefined()
})

it('frames of many origins are refused as the one page that they are', async () => {
  for (const name of ['a', 'b', 'c']) await refuse({ origin: `https://${name}.example` })
  expect(await code(ask({ origin: 'https://d.example' }))).toBe(-32005)
  expect(await code(ask({ origin: 'https://d.example', topOrigin: 'https://d.example' }))).toBeUndefined()
})

it('the person can lift a pause', async () => {
  for (const _time of [1, 2, 3]) await refuse()
  await (await database()).delete('throttles', SITE)
  expect(await code(ask())).toBeUndefined()
})

describe('what a page can make grow', () => {
  it('is bounded for a page that the person is asked about, and that reloads before they answer', async () => {
    for (let index = 0; index < 40; index += 1) {
      expect((await ask()).state).toBe('waiting')
      await dropRequests(() => true)
    }
    const shown = async () =>
      (await (await database()).getAll('activity')).filter(({ kind }) => kind === 'request')
    expect(await shown()).toHaveLength(10)
    pass(3_600_000)
    await expire()
    expect((await shown()).slice(10)).toMatchObject([{ data: { origin: SITE, times: 30 } }])
  })

  /** Time passes as it does in the worker: the sweep runs every half minute. */
  let swept = 0
  beforeEach(() => {
    swept = Date.now()
  })
  const passAndSweep = async (ms: number) => {
    pass(ms)
    if (Date.now() - swept < 30_000) return
    swept = Date.now()
    await expire()
  }
  const sizes = async () => {
    const db = await database()
    const counted = await Promise.all(STORES.map(async (store) => [store, await db.count(store)] as const))
    return Object.fromEntries(counted) as Record<(typeof STORES)[number], number>
  }

  it('is bounded for a site that is allowed again and again', async () => {
    const db = await database()
    for (let index = 0; index < 20; index += 1)
      await db.put('grants', {
        id: `g${index}`,
        origin: SITE,
        createdAt: Date.now(),
        state: 'relinquished',
        task,
        taskId: taskIdOf(task.manifest),
      } as GrantRecord)
    expect(await code(ask())).toBe(-32005)
    expect((await ask({ origin: 'https://other.example', topOrigin: 'https://other.example' })).state).toBe(
      'waiting',
    )
    pass(3_600_000)
    expect((await ask()).state).toBe('waiting')
  })

  it('is bounded for one site that asks for half a day without end', async () => {
    await setSite(SITE, { off: 'always' })
    const attempts = 700
    let refusals = 0
    for (let index = 0; index < attempts; index++) {
      if ((await code(ask())) === undefined) refusals += 1
      await passAndSweep(60_000)
    }
    const hours = (attempts * 60_000) / 3_600_000
    expect(refusals).toBeGreaterThan(300)
    const { requests, answers, throttles, activity } = await sizes()
    expect(requests).toBe(100)
    expect(answers).toBeLessThanOrEqual(100)
    expect(throttles).toBe(1)
    expect(activity).toBeLessThanOrEqual(3 * (hours + 1))
    expect(await verifyLog()).toMatchObject({ ok: true })
    const counted = (await (await database()).getAll('activity')).filter(({ data }) => 'times' in data)
    const named = (await (await database()).getAll('activity')).filter(({ data }) => 'by' in data)
    const more = counted.reduce((sum, { data }) => sum + Number(data.times), 0)
    const [quiet] = (await (await database()).getAll('state')).filter((value) => 'others' in value)
    const unwritten = quiet !== undefined && 'more' in quiet ? (quiet.more[SITE] ?? 0) : 0
    expect(named.length + more + unwritten).toBe(refusals)
  }, 120_000)

  it('is bounded for a page that comes under a new origin each time', async () => {
    await writeSettings({ offUntil: Date.now() + 1e9 })
    for (let index = 0; index < 300; index++) {
      const origin = `https://${index}.example`
      await code(ask({ origin, topOrigin: origin }))
      await passAndSweep(1500)
    }
    const { requests, answers, throttles, activity } = await sizes()
    expect(requests).toBeLessThanOrEqual(300)
    expect(answers).toBeLessThanOrEqual(300)
    // Those of the last minute or two, as fast as twenty that wait at a time allow.
    expect(throttles).toBeLessThanOrEqual(100)
    expect(activity).toBeLessThanOrEqual(2 * 60)
  }, 120_000)

  it('keeps at most a hundred answered requests of an origin and a thousand in all, the newest', async () => {
    const answered = (index: number, origin: string): RequestRecord => ({
      id: `${origin} ${index}`,
      asker: askerFixture({ origin }),
      task,
      taskId: taskIdOf(task.manifest),
      termsHash: termsHash(task.manifest),
      receivedAt: index,
      state: 'answered',
      checks: { escrow: { state: 'running' }, coordinator: { state: 'running' } },
      because: [{ kind: 'no-rule' }],
      decidedAt: index,
    })
    const fill = (count: number, originOf: (index: number) => string) =>
      write(['requests'], async (transaction) => {
        for (let index = 0; index < count; index++) {
          const origin = originOf(index)
          await transaction.objectStore('requests').put(answered(index, origin))
          await keepNewest(transaction, 'requests', origin)
        }
      })
    await fill(150, () => SITE)
    expect((await sizes()).requests).toBe(100)
    await fill(2000, (index) => `https://${index % 50}.example`)
    expect((await sizes()).requests).toBe(1000)
    const kept = await (await database()).getAll('requests')
    expect(Math.min(...kept.map(({ decidedAt }) => decidedAt!))).toBe(1000)
  }, 120_000)

  it('keeps at most 32 answers of a document and 500 in all', async () => {
    const keep = (documentId: string, requestId: string) =>
      write(['answers'], (transaction) => keepAnswer(transaction, { documentId, requestId }, refused()))
    for (let index = 0; index < 100; index++) await keep('D', `R${index}`)
    expect((await sizes()).answers).toBe(32)
    for (let index = 0; index < 1000; index++) {
      pass(1)
      await keep(`D${index}`, 'R')
    }
    expect((await sizes()).answers).toBe(500)
    expect(await (await database()).getKey('answers', ['D999', 'R'])).toBeDefined()
  }, 120_000)
})
