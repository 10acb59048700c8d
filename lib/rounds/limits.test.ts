import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { changeLimits } from '../consent/changeLimits.ts'
import { signedTask } from '../consent/task.fixture.ts'
import { closeDatabase, database } from '../db/database.ts'
import type { GrantLimits, GrantRecord, RunRecord } from '../db/schema.ts'
import type { DeviceFacts } from '../policy/request.ts'
import { plannedEvent } from '../privacy/plannedSpend.ts'
import { rdpEpsilon } from '../privacy/rdp.ts'
import { budgetEventFixture } from '../views/views.fixture.ts'
import { advance, mustStop } from './advance.ts'
import { unmetOf } from './deviceConditions.ts'
import { grantUse, limitReached, readGrantUse } from './grantLimits.ts'
import { seated } from './seated.fixture.ts'

const MINUTE = 60_000
const DELTA = 1e-5

let asked: string[] = []

/** A coordinator that has a round to offer for ever, and takes nothing. */
const network = async (input: URL | RequestInfo): Promise<Response> => {
  const { pathname } = new URL(String(input))
  asked.push(pathname.split('/').slice(3).join('/') || 'task')
  if (pathname.endsWith('/rounds/current')) return Response.json({ state: 'waiting', nextRound: 2 })
  const [grant] = await (await database()).getAll('grants')
  if (/\/tasks\/0x[0-9a-f]+$/.test(pathname)) return Response.json({ task: grant!.task, state: 'running' })
  return new Response('{}', { status: 503 })
}

beforeEach(async () => {
  await closeDatabase()
  globalThis.indexedDB = new IDBFactory()
  asked = []
  vi.stubGlobal('fetch', network)
})
afterEach(() => {
  vi.unstubAllGlobals()
})

const CALM: DeviceFacts = {
  idle: true,
  charging: true,
  minuteOfDay: 120,
  minutesToday: 0,
  unmetered: true,
}
const device =
  (changes: Partial<DeviceFacts> = {}) =>
  async () => ({ ...CALM, ...changes })

const setUp = async (
  limits: GrantLimits,
  { run: changes, events = 0 }: { run?: Partial<RunRecord> | undefined; events?: number } = {},
): Promise<{ grant: GrantRecord; run: RunRecord }> => {
  const { grant, run } = await seated()
  const db = await database()
  await db.put('grants', { ...grant, limits })
  if (changes === undefined) await db.clear('runs')
  else await db.put('runs', { ...run, ...changes })
  const { manifest } = grant.task
  for (let round = 11; round < 11 + events; round++) {
    const id = `${grant.taskId}:${round}`
    const planned = plannedEvent(manifest, 1)
    await db.put(
      'budgetEvents',
      budgetEventFixture({ ...planned, id, taskId: grant.taskId, datasetId: 'handwriting', round }),
    )
    await db.put('runs', { ...run, id, round, phase: 'accepted', progress: { ...run.progress, trainMs: 0 } })
  }
  return { grant, run }
}

const grantNow = async () => (await (await database()).get('grants', 'G'))!
const runNow = async (id: string) => (await (await database()).get('runs', id))!

/** Epsilon of so many rounds of the fixture's task. */
const epsilonOf = async (rounds: number): Promise<number> => {
  const { manifest } = await signedTask()
  return rdpEpsilon(
    Array.from({ length: rounds }, () => plannedEvent(manifest, 1)),
    DELTA,
  )
}

describe('before a round is begun', () => {
  it.each<[string, GrantLimits, 'rounds' | 'minutes']>([
    ['as many rounds are done as were allowed', { maxRounds: 2 }, 'rounds'],
    ['the device time is used', { maxDeviceMinutes: 3 }, 'minutes'],
  ])('the grant is completed, and says why, where %s', async (_what, limits, completedBy) => {
    const { run } = await setUp(limits, { events: 2 })
    const minutes = { ...run, id: 'old', phase: 'accepted' as const }
    await (await database()).put('runs', { ...minutes, progress: { ...run.progress, trainMs: 3 * MINUTE } })
    expect(await advance('G', device())).toEqual({ for: 'nothing' })
    expect(await grantNow()).toMatchObject({ state: 'completed', completedBy })
    expect(asked).toEqual([])
  })

  it('the grant is completed where one round more would cost more than was allowed', async () => {
    await setUp({ maxEpsilon: (await epsilonOf(3)) - 0.001 }, { events: 2 })
    await advance('G', device())
    expect(await grantNow()).toMatchObject({ state: 'completed', completedBy: 'epsilon' })
    expect(asked).toEqual([])
  })

  it('it goes on where the limits allow exactly one more', async () => {
    await setUp({ maxEpsilon: await epsilonOf(3), maxRounds: 3, maxDeviceMinutes: 1 }, { events: 2 })
    expect(await advance('G', device())).toEqual({ for: 'coordinator' })
    expect(asked).toEqual(['rounds/current'])
    expect(await grantNow()).toMatchObject({ state: 'active' })
  })

  it('uses of other tasks and other data do not count', async () => {
    const { grant } = await setUp({ maxRounds: 1, maxEpsilon: await epsilonOf(1) })
    const db = await database()
    await db.put(
      'budgetEvents',
      budgetEventFixture({ id: 'a', taskId: `0x${'99'.repeat(32)}` as never, datasetId: 'handwriting' }),
    )
    await db.put('budgetEvents', budgetEventFixture({ id: 'b', taskId: grant.taskId, datasetId: 'other' }))
    expect(await advance('G', device())).toEqual({ for: 'coordinator' })
  })
})

describe('in the transaction that debits', () => {
  it.each<[string, GrantLimits, string]>([
    ['the ledger has passed the epsilon meanwhile', { maxEpsilon: 0.001 }, 'epsilon'],
    ['the rounds are used', { maxRounds: 2 }, 'rounds'],
    ['the last step went beyond the device time', { maxDeviceMinutes: 1 }, 'minutes'],
  ])('nothing is debited or sent where %s', async (_what, limits, completedBy) => {
    const progress = { step: 40, steps: 40, losses: [], trainMs: MINUTE + 1 }
    const { run } = await setUp(limits, { run: { phase: 'trained', progress }, events: 2 })
    await advance('G', device())
    expect(await grantNow()).toMatchObject({ state: 'completed', completedBy })
    expect(await runNow(run.id)).toMatchObject({ phase: 'cancelled' })
    expect((await runNow(run.id)).update).toBeUndefined()
    expect(asked).toEqual(['task'])
    expect(await (await database()).count('budgetEvents')).toBe(2)
  })

  it('a round that used the device time to the last is sent', async () => {
    const progress = { step: 40, steps: 40, losses: [], trainMs: MINUTE }
    await setUp({ maxDeviceMinutes: 1 }, { run: { phase: 'trained', progress } })
    await advance('G', device())
    expect(asked).toEqual(['task', 'rounds/1/contributions'])
  })
})

describe('while a round is computed', () => {
  const computing = (trainMs: number): Partial<RunRecord> => ({
    phase: 'training',
    progress: { step: 20, steps: 40, losses: [], trainMs },
  })

  it('one whose device time is used stops, and its round is not sent', async () => {
    const { run } = await setUp({ maxDeviceMinutes: 2 }, { run: computing(2 * MINUTE - 1) })
    expect(await mustStop(run.id, device())).toBe(false)
    await (await database()).put('runs', { ...run, ...computing(2 * MINUTE) })
    expect(await mustStop(run.id, device())).toBe(true)
    expect(await grantNow()).toMatchObject({ state: 'completed', completedBy: 'minutes' })
    expect(await runNow(run.id)).toMatchObject({ phase: 'cancelled' })
    expect(asked).toEqual([])
  })

  it('one whose grant has ended stops; one without limits goes on', async () => {
    const { grant, run } = await setUp({}, { run: computing(1) })
    await (await database()).put('grants', grant)
    expect(await mustStop(run.id, device({ idle: false }))).toBe(false)
    await (await database()).put('grants', { ...grant, state: 'revoked' })
    expect(await mustStop(run.id, device())).toBe(true)
  })

  it('one that the device interrupts waits where it is, says for what, and goes on by itself', async () => {
    const { run } = await setUp({ device: { charging: true, idle: true } }, { run: computing(1) })
    expect(await mustStop(run.id, device({ charging: false }))).toBe(true)
    expect(await grantNow()).toMatchObject({ state: 'active', waitsFor: ['charging'] })
    const both = device({ charging: undefined, idle: false })
    expect(await advance('G', both)).toEqual({ for: 'device', runId: run.id })
    expect((await grantNow()).waitsFor).toEqual(['idle', 'charging'])
    expect(await runNow(run.id)).toMatchObject({ phase: 'training' })
    expect(await advance('G', device())).toEqual({ for: 'trainer', runId: run.id })
    expect((await grantNow()).waitsFor).toBeUndefined()
  })
})

describe('conditions on the device', () => {
  it('hold back the next round, and nothing is asked for meanwhile', async () => {
    await setUp({ device: { unmetered: true } })
    expect(await advance('G', device({ unmetered: false }))).toEqual({ for: 'device' })
    expect(asked).toEqual([])
    expect(await advance('G', device())).toEqual({ for: 'coordinator' })
  })

  it('let what is trained leave, but not over a metered connection', async () => {
    const { run } = await setUp({ device: { idle: true, unmetered: true } }, { run: { phase: 'trained' } })
    expect(await advance('G', device({ unmetered: false }))).toEqual({ for: 'device', runId: run.id })
    expect(asked).toEqual([])
    await advance('G', device({ idle: false }))
    expect(asked).toEqual(['task', 'rounds/1/contributions'])
  })

  it.each([
    ['before midnight', 1380, true],
    ['after midnight', 60, true],
    ['at its end', 360, false],
    ['at noon', 720, false],
  ])('hold over midnight: %s', (_when, minuteOfDay, isMet) => {
    const unmet = unmetOf({ hours: { from: 1320, to: 360 } }, { ...CALM, minuteOfDay })
    expect(unmet).toEqual(isMet ? [] : ['hours'])
  })

  it('of minutes a day are met until they are used', () => {
    expect(unmetOf({ maxMinutesPerDay: 30 }, { ...CALM, minutesToday: 29.9 })).toEqual([])
    expect(unmetOf({ maxMinutesPerDay: 30 }, { ...CALM, minutesToday: 30 })).toEqual(['maxMinutesPerDay'])
  })
})

describe('terms that the coordinator has changed', () => {
  it.each<[string, Partial<RunRecord> | undefined]>([
    ['before a round begins', undefined],
    ['before a trained round is debited', { phase: 'trained' }],
  ])('end the grant %s: nothing is debited or sent', async (_when, run) => {
    await setUp({}, { run })
    const other = await signedTask({ title: 'Something else' })
    vi.stubGlobal('fetch', async (input: URL) => {
      const { pathname } = new URL(String(input))
      asked.push(pathname)
      if (!pathname.endsWith('/rounds/current')) return Response.json({ task: other, state: 'running' })
      const statement = {
        task: (await grantNow()).taskId,
        round: 1,
        baseWeights: `0x${'00'.repeat(32)}`,
        prevRound: `0x${'00'.repeat(32)}`,
        closes: Math.floor(Date.now() / 1000) + 60,
      }
      return Response.json({ state: 'open', round: { statement, signature: '0x00' } })
    })
    expect(await advance('G', device())).toEqual({ for: 'nothing' })
    expect(await grantNow()).toMatchObject({ state: 'completed', completedBy: 'terms' })
    expect(asked.filter((path) => path.includes('contributions') || path.includes('blobs'))).toEqual([])
    expect(await (await database()).count('budgetEvents')).toBe(0)
    expect((await (await database()).getAll('runs')).map(({ phase }) => phase)).toEqual(
      run ? ['cancelled'] : [],
    )
  })
})

describe('limits that are changed', () => {
  it('hold from then on, within the task, and are written in the log', async () => {
    await setUp({ maxRounds: 2 })
    const until = Date.now() + 1e6
    await changeLimits('G', { maxRounds: 5, maxEpsilon: 100, until })
    expect(await grantNow()).toMatchObject({ limits: { maxRounds: 5 }, expiresAt: until })
    expect((await grantNow()).limits).not.toHaveProperty('maxEpsilon')
    expect(await (await database()).getAll('activity')).toMatchObject([{ kind: 'grant-limited' }])
    await changeLimits('G', {})
    expect((await grantNow()).limits).toBeUndefined()
  })

  it('below what was used end it at once, with what is not sent', async () => {
    const { run } = await setUp({}, { run: { phase: 'signed' }, events: 2 })
    await changeLimits('G', { maxRounds: 1 })
    expect(await grantNow()).toMatchObject({ state: 'completed', completedBy: 'rounds' })
    expect(await runNow(run.id)).toMatchObject({ phase: 'cancelled' })
  })

  it('cannot be set on a grant that has ended', async () => {
    const { grant } = await setUp({})
    await (await database()).put('grants', { ...grant, state: 'revoked' })
    await expect(changeLimits('G', {})).rejects.toMatchObject({ code: 'grant/ended' })
  })
})

describe('whatever was used', () => {
  it('a limit is reached where one round more would pass it, and stays reached', async () => {
    const { grant } = await setUp({})
    const { manifest } = grant.task
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 12 }),
        fc.integer({ min: 1, max: 12 }),
        fc.double({ min: 0.1, max: 9, noNaN: true }),
        (done, maxRounds, maxEpsilon) => {
          const use = (rounds: number) => {
            const ids = Array.from({ length: rounds }, (_, round) => `${grant.taskId}:${round}`)
            const planned = plannedEvent(manifest, 1)
            const events = ids.map((id) =>
              budgetEventFixture({ ...planned, id, taskId: grant.taskId, datasetId: 'handwriting' }),
            )
            const runs = ids.map((id) => ({ id, grantId: 'G', progress: { trainMs: 0 } }) as RunRecord)
            return grantUse(grant, { runs, events, delta: DELTA })
          }
          const limited = { ...grant, limits: { maxRounds, maxEpsilon } }
          const now = limitReached(limited, use(done))
          const next = use(done + 1)
          const wouldPass = next.rounds > maxRounds || next.epsilon > maxEpsilon
          expect(now !== undefined).toBe(wouldPass)
          if (now !== undefined) expect(limitReached(limited, next)).toBeDefined()
        },
      ),
      { numRuns: 50 },
    )
  })

  it('is read from the disk as it is counted', async () => {
    const { grant } = await setUp(
      {},
      {
        run: { phase: 'training', progress: { step: 1, steps: 40, losses: [], trainMs: MINUTE } },
        events: 2,
      },
    )
    const use = await readGrantUse(grant)
    expect(use).toMatchObject({ rounds: 2, minutes: 1 })
    expect(use.epsilon).toBeCloseTo(await epsilonOf(2))
    expect(use.epsilonNext).toBeCloseTo(await epsilonOf(3))
  })
})
