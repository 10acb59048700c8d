import { endGrant } from '../consent/grants.ts'
import { database, write } from '../db/database.ts'
import { ENDED_PHASES, type GrantRecord, type RunRecord } from '../db/schema.ts'
import { readSettings } from '../db/settings.ts'
import { type CoordinatorClient, coordinatorClient } from '../net/coordinator.ts'
import { beginRun, runIdOf } from './begin.ts'
import { deliver, endRun } from './deliver.ts'
import { enrol } from './enrol.ts'
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
    if (grant === undefined || grant.problem?.code === problem.code) return
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

const advanceRun = async (
  run: RunRecord,
  grant: GrantRecord,
  coordinator: CoordinatorClient,
): Promise<Waiting> => {
  const isUnsent = run.phase !== 'sent'
  if (isUnsent && run.closesAt <= Date.now()) {
    await endRun(run.id, 'missed')
    return { for: 'coordinator' }
  }
  // Also a pause that arrives after the last step holds the update back.
  if (isUnsent && run.paused) return { for: 'nothing' }
  if (run.phase === 'ready' || run.phase === 'training') return { for: 'trainer', runId: run.id }
  await deliver(run, grant, coordinator)
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
  const run = await beginRun(grant, answer.round, coordinator)
  return run === undefined ? { for: 'coordinator' } : { for: 'trainer', runId: run.id }
}

/**
 * Takes a grant as far as it goes now: seat, round, training, delivery. All state is on disk, so calling it at any
 * time, also after a crash, continues where things stand. Never rejects: problems are shown with the grant.
 */
export const advance = async (grantId: string): Promise<Waiting> => {
  const grant = await (await database()).get('grants', grantId)
  if (grant?.state !== 'active' || (await readSettings()).pausedAll) return { for: 'nothing' }
  const coordinator = coordinatorClient(grant.task.manifest, grant.taskId)
  try {
    const run = await currentRun(grantId)
    // A round under way was announced under the old key and is signed with it.
    const current = run === undefined ? await withCurrentDelegation(grant) : grant
    const enrolled = current.enrolment?.verifiedAt === undefined ? await enrol(current, coordinator) : current
    if (enrolled === undefined) return { for: 'coordinator' }
    const waiting =
      run === undefined
        ? await startNext(enrolled, coordinator)
        : await advanceRun(run, enrolled, coordinator)
    await clearProblem(enrolled)
    return waiting
  } catch (error) {
    await noteProblem(grantId, error)
    return { for: 'recovery' }
  }
}
