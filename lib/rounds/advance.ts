import { endGrant, isLive } from '../consent/endGrants.ts'
import { coordinatorOf, WithheldError } from '../consent/leaving.ts'
import { database, write } from '../db/database.ts'
import { ENDED_PHASES, type GrantRecord, type RunPhase, type RunRecord } from '../db/schema.ts'
import { readSettings } from '../db/settings.ts'
import type { CoordinatorClient } from '../net/coordinator.ts'
import { taskIdOf } from '../protocol/task.ts'
import { beginRun, runIdOf } from './begin.ts'
import { deliver, endRun } from './deliver.ts'
import { type AskDevice, askDevice, waitsForDevice } from './deviceConditions.ts'
import { enrol } from './enrol.ts'
import { limitReached, readGrantUse } from './grantLimits.ts'
import { problemOf } from './problem.ts'
import { withCurrentDelegation } from './renew.ts'

/** What a grant waits for, so that the loop knows when to look again. */
export type Waiting =
  /** The trainer will report. */
  | { readonly for: 'trainer'; readonly runId: string }
  /** The coordinator or the chain: worth asking again soon. */
  | { readonly for: 'coordinator' }
  /** A failure that may pass: worth asking again later. */
  | { readonly for: 'recovery' }
  /** The device must be idle, charging or the like; a run that computes must stop until it is. */
  | { readonly for: 'device'; readonly runId?: string }
  /** The person, or nothing any more. */
  | { readonly for: 'nothing' }

const currentRun = async (grantId: string): Promise<RunRecord | undefined> =>
  (await (await database()).getAllFromIndex('runs', 'grantId', grantId)).find(
    ({ phase }) => !ENDED_PHASES.includes(phase),
  )

/** Shows with the grant why it does not go on. The same problem is written once. */
const noteProblem = (grantId: string, error: unknown): Promise<void> =>
  write(['grants'], async (transaction) => {
    const grant = await transaction.objectStore('grants').get(grantId)
    const problem = problemOf(error)
    if (grant === undefined || !isLive(grant) || grant.problem?.code === problem.code) return
    await transaction.objectStore('grants').put({ ...grant, problem })
  })

const clearProblem = async (grant: GrantRecord): Promise<void> => {
  if (grant.problem === undefined) return
  await write(['grants'], async (transaction) => {
    const current = await transaction.objectStore('grants').get(grant.id)
    if (current?.problem === undefined) return
    const { problem: _solved, ...rest } = current
    await transaction.objectStore('grants').put(rest)
  })
}

const COMPUTING: readonly RunPhase[] = ['ready', 'training']

/** Other terms than the person saw: what was agreed to does not stand behind them. Ends the grant and asks nobody. */
const hasOtherTerms = async (grant: GrantRecord, coordinator: CoordinatorClient): Promise<boolean> => {
  const { task } = await coordinator.task()
  if (taskIdOf(task.manifest) === grant.taskId) return false
  await endGrant(grant.id, 'completed', 'terms')
  return true
}

const advanceRun = async (
  run: RunRecord,
  grant: GrantRecord,
  coordinator: CoordinatorClient,
): Promise<Waiting> => {
  // Also a pause that arrives after the last step holds the update back.
  if (run.phase !== 'sent' && run.paused) return { for: 'nothing' }
  if (COMPUTING.includes(run.phase)) return { for: 'trainer', runId: run.id }
  if (run.phase === 'trained' && (await hasOtherTerms(grant, coordinator))) return { for: 'nothing' }
  await deliver(run, grant, coordinatorOf(grant, run.id))
  // A contribution without a believable acceptance: exposure is one round, so nothing new begins.
  const after = await (await database()).get('runs', run.id)
  return { for: after?.phase === 'sent' ? 'recovery' : 'coordinator' }
}

const startNext = async (grant: GrantRecord, coordinator: CoordinatorClient): Promise<Waiting> => {
  const answer = await coordinator.currentRound()
  if (answer.state === 'finished') {
    await endGrant(grant.id, 'completed')
    return { for: 'nothing' }
  }
  if (answer.state === 'waiting') return { for: 'coordinator' }
  const known = await (await database()).get('runs', runIdOf(grant.taskId, answer.round.statement.round))
  const isSame = known !== undefined && known.phase !== 'sent'
  if (isSame) return { for: 'coordinator' }
  if (await hasOtherTerms(grant, coordinator)) return { for: 'nothing' }
  const run = await beginRun(grant, answer.round, coordinator)
  return run === undefined ? { for: 'coordinator' } : { for: 'trainer', runId: run.id }
}

/** Ends a grant whose limits allow no more than is done: before a round is begun, and while it is computed. */
const endAtLimit = async (grant: GrantRecord, run: RunRecord | undefined): Promise<boolean> => {
  if (grant.limits === undefined || (run !== undefined && !COMPUTING.includes(run.phase))) return false
  const reached = limitReached(grant, await readGrantUse(grant))
  if (reached === undefined) return false
  await endGrant(grant.id, 'completed', reached)
  return true
}

/**
 * Takes a grant as far as it goes now: seat, round, training, delivery. All state is on disk, so calling it at any
 * time, also after a crash, continues where things stand. Never rejects: problems are shown with the grant.
 */
export const advance = async (grantId: string, ask: AskDevice = askDevice): Promise<Waiting> => {
  const grant = await (await database()).get('grants', grantId)
  if (grant?.state !== 'active' || (await readSettings()).pausedAll) return { for: 'nothing' }
  try {
    const run = await currentRun(grantId)
    const coordinator = coordinatorOf(grant)
    if (await endAtLimit(grant, run)) return { for: 'nothing' }
    if (run !== undefined && run.phase !== 'sent' && run.closesAt <= Date.now()) {
      await endRun(run.id, 'missed')
      return { for: 'coordinator' }
    }
    // A round under way was announced under the old key and is signed with it.
    const current = run === undefined ? await withCurrentDelegation(grant) : grant
    const enrolled = current.enrolment?.verifiedAt === undefined ? await enrol(current, coordinator) : current
    if (enrolled === undefined) return { for: 'coordinator' }
    if ((await waitsForDevice(enrolled, run, ask)).length > 0)
      return { for: 'device', ...(run === undefined ? {} : { runId: run.id }) }
    const waiting =
      run === undefined
        ? await startNext(enrolled, coordinator)
        : await advanceRun(run, enrolled, coordinator)
    await clearProblem(enrolled)
    return waiting
  } catch (error) {
    if (error instanceof WithheldError) return { for: 'nothing' }
    await noteProblem(grantId, error)
    return { for: 'recovery' }
  }
}

/**
 * Whether a run that has just made progress must stop: its grant's device time is used, which ends it, or the device is not
 * as it must be any more, which holds it where it is.
 */
export const mustStop = async (runId: string, ask: AskDevice = askDevice): Promise<boolean> => {
  const db = await database()
  const run = await db.get('runs', runId)
  const grant = run === undefined ? undefined : await db.get('grants', run.grantId)
  if (grant === undefined || !isLive(grant)) return true
  if (grant.limits === undefined) return false
  return (await endAtLimit(grant, run)) || (await waitsForDevice(grant, run, ask)).length > 0
}
