import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { endGrant, endGrants } from '../consent/endGrants.ts'
import { pauseGrant } from '../consent/grants.ts'
import { tellRevocations } from '../consent/revoke.ts'
import { settlement } from '../consent/task.fixture.ts'
import { closeDatabase, database } from '../db/database.ts'
import type { RunPhase } from '../db/schema.ts'
import { writeSettings } from '../db/settings.ts'
import { decodeAttestationHeader } from '../protocol/header.ts'
import { acceptanceTypedData } from '../protocol/statements.ts'
import { advance } from './advance.ts'
import { cancelRun } from './control.ts'
import { seated } from './seated.fixture.ts'

/** A request as the network sees it. */
interface Sent {
  readonly path: string
  readonly signal: AbortSignal
  /** How many revocations had been asked for when it left. */
  readonly revocationsBefore: number
  hasAnswer: boolean
}

let sent: Sent[] = []
let revocations = 0
/** Lets the answer of every request wait for so many turns of the event loop: where a lost race would show. */
let delays: Iterator<number> = [].values()

const turn = () => new Promise((resolve) => setImmediate(resolve))

const isRevocation = ({ path }: Sent) => path.endsWith('/revocation')

/** Answers as a coordinator does that accepts everything; cut off, it stops at once, as the browser's own does. */
const answer = async (url: URL, init: RequestInit): Promise<unknown> => {
  if (url.pathname.endsWith('/rounds/current')) return { state: 'waiting', nextRound: 2 }
  const grant = (await (await database()).get('grants', 'G'))!
  if (url.pathname.endsWith('/enrolments')) return { state: 'pending', seat: 0 }
  if (!url.pathname.endsWith('/contributions')) return { task: grant.task, state: 'running' }
  const headers = new Headers(init.headers)
  const attestation = decodeAttestationHeader(headers.get('proviso-attestation')!)
  const { reward } = grant.task.manifest
  const statement = {
    task: grant.taskId,
    round: 1,
    seat: 0,
    account: grant.account,
    contribution: attestation.uid,
    cumulative: reward.perContribution,
  }
  const typedData = acceptanceTypedData(statement, reward.chainId, reward.escrow)
  return {
    uid: attestation.uid,
    acceptance: { statement, signature: await settlement.signTypedData(typedData) },
  }
}

const network = async (input: URL | RequestInfo, init: RequestInit = {}): Promise<Response> => {
  const url = new URL(String(input))
  const request: Sent = {
    path: url.pathname,
    signal: init.signal!,
    revocationsBefore: revocations,
    hasAnswer: false,
  }
  sent.push(request)
  for (let left = delays.next().value ?? 0; left > 0; left--) {
    await turn()
    request.signal.throwIfAborted()
  }
  if (isRevocation(request)) return Response.json({})
  const body = await answer(url, init)
  request.signal.throwIfAborted()
  request.hasAnswer = true
  return Response.json(body)
}

beforeEach(async () => {
  await closeDatabase()
  globalThis.indexedDB = new IDBFactory()
  sent = []
  revocations = 0
  delays = [].values()
  vi.stubGlobal('fetch', network)
})
afterEach(() => {
  vi.unstubAllGlobals()
})

/** What a person and a coordinator do to each other while a round is delivered. */
type Event = 'advance' | 'revoke' | 'revoke all' | 'pause' | 'resume' | 'tell'

const DO: Readonly<Record<Event, () => Promise<unknown>>> = {
  advance: () => advance('G'),
  revoke: () => {
    revocations += 1
    return endGrant('G', 'revoked')
  },
  'revoke all': () => {
    revocations += 1
    return endGrants(() => true, 'revoked')
  },
  pause: () => pauseGrant('G', true).catch(() => undefined),
  resume: () => pauseGrant('G', false).catch(() => undefined),
  tell: () => tellRevocations(),
}

const event = fc.record({
  what: fc.constantFrom<Event>(
    'advance',
    'advance',
    'advance',
    'revoke',
    'revoke all',
    'pause',
    'resume',
    'tell',
  ),
  /** Turns of the event loop before the next event; none: it starts while this one is under way. */
  turns: fc.integer({ min: 0, max: 60 }),
})
const phase = fc.constantFrom<RunPhase>('training', 'trained', 'debited', 'signed', 'sent')

describe('a grant that is revoked', () => {
  it('sends nothing from the click on but the revocation, whatever the order of events', async () => {
    let uploadsSeen = 0
    await fc.assert(
      fc.asyncProperty(
        phase,
        fc.boolean(),
        fc.array(event, { minLength: 2, maxLength: 12 }),
        fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 12 }),
        async (from, isEnrolled, events, waits) => {
          await closeDatabase()
          globalThis.indexedDB = new IDBFactory()
          sent = []
          revocations = 0
          delays = waits.values()
          const { grant, run } = await seated()
          const db = await database()
          if (!isEnrolled) {
            const { enrolment: _none, ...unseated } = grant
            await db.put('grants', unseated)
          }
          // A run that an earlier worker had brought so far.
          await db.put('runs', run)
          if (from !== 'trained') {
            await advance('G')
            const { attestation } = (await db.get('runs', run.id))!
            await db.put('runs', { ...run, phase: from, ...(attestation ? { attestation } : {}) })
          }
          sent = []
          const under: Promise<unknown>[] = []
          for (const { what, turns } of events) {
            under.push(DO[what]())
            for (let left = turns; left > 0; left--) await turn()
          }
          await Promise.all(under)
          uploadsSeen += sent.filter(({ path }) => path.endsWith('/contributions')).length
          for (const request of sent) {
            if (isRevocation(request)) continue
            expect(request.revocationsBefore, `${request.path} left after the click`).toBe(0)
          }
          const isRevoked = revocations > 0
          const after = (await db.get('grants', 'G'))!
          if (!isRevoked) return
          expect(after).toMatchObject({
            state: 'revoked',
            revocation: { statement: { receipt: after.receipt.uid } },
          })
          const { phase: left, update } = (await db.get('runs', run.id))!
          expect(['cancelled', 'accepted', 'sent', 'failed', 'missed']).toContain(left)
          if (left === 'cancelled') expect(update).toBeUndefined()
        },
      ),
      { numRuns: 60 },
    )
    // Otherwise the law above would say nothing.
    expect(uploadsSeen).toBeGreaterThan(0)
  })

  it('cuts an upload off at the click, before anything is written', async () => {
    await seated()
    delays = [0, 1_000].values()
    const delivering = advance('G')
    while (!sent.some(({ path }) => path.endsWith('/contributions'))) await turn()
    const revoking = endGrant('G', 'revoked')
    expect(sent.at(-1)!.signal.aborted).toBe(true)
    expect(await delivering).toEqual({ for: 'nothing' })
    await revoking
    const db = await database()
    expect(await db.getAll('runs')).toMatchObject([{ phase: 'cancelled' }])
    expect(await db.count('contributions')).toBe(0)
    // The round was debited before anything could leave; that is not undone.
    expect(await db.count('budgetEvents')).toBe(1)
    expect((await db.get('grants', 'G'))?.problem).toBeUndefined()
  })

  it('keeps what the publisher accepted before the click', async () => {
    await seated()
    await advance('G')
    await endGrant('G', 'revoked')
    const db = await database()
    expect(await db.getAll('contributions')).toMatchObject([
      { acceptance: { statement: { cumulative: '20000' } } },
    ])
    expect(await db.getAll('seats')).toMatchObject([{ accepted: '20000' }])
    expect(await db.getAll('runs')).toMatchObject([{ phase: 'accepted' }])
  })
})

describe('nothing leaves', () => {
  it.each([
    ['the grant is paused', () => pauseGrant('G', true)],
    ['everything is paused', () => writeSettings({ pausedAll: true })],
    ['the round is cancelled', async () => cancelRun((await (await database()).getAllKeys('runs'))[0]!)],
  ])('where %s between signing and sending', async (_name, stop) => {
    const { run } = await seated()
    const db = await database()
    delays = [0, 1_000].values()
    const first = advance('G')
    while ((await db.get('runs', run.id))?.phase !== 'signed') await turn()
    await stop()
    const before = sent.length
    await Promise.all([first, advance('G')])
    const isUpload = ({ path }: Sent) => path.endsWith('/contributions')
    expect(sent.slice(before).filter(isUpload)).toEqual([])
  })
})
