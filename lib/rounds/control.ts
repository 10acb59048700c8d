import { appendActivity } from '../activity/log.ts'
import { withhold } from '../consent/leaving.ts'
import { write } from '../db/database.ts'
import { ENDED_PHASES } from '../db/schema.ts'
import { ProvisoError } from '../protocol/errors.ts'

/** Nothing of this run leaves while `change` is written, and what is under way is cut off. */
const heldBack = async (id: string, isHeld: boolean, change: () => Promise<void>): Promise<void> => {
  const lift = withhold(({ runId }) => isHeld && runId === id)
  try {
    await change()
  } finally {
    lift()
  }
}

/** Holds a run where it is, or lets it go on from its checkpoint. */
export const pauseRun = (id: string, paused: boolean): Promise<void> =>
  heldBack(id, paused, () => writePause(id, paused))

const writePause = (id: string, paused: boolean): Promise<void> =>
  write(['runs'], async (transaction) => {
    const run = await transaction.objectStore('runs').get(id)
    if (run === undefined || ENDED_PHASES.includes(run.phase))
      throw new ProvisoError('run/ended', 'This round has already ended.')
    await transaction.objectStore('runs').put({ ...run, paused, updatedAt: Date.now() })
  })

/** Gives a round up. Nothing of it leaves; what was debited stays debited. A round that was sent cannot be taken back. */
export const cancelRun = (id: string): Promise<void> => heldBack(id, true, () => writeCancelled(id))

const writeCancelled = (id: string): Promise<void> =>
  write(['runs', 'checkpoints', 'activity'], async (transaction) => {
    const runs = transaction.objectStore('runs')
    const run = await runs.get(id)
    if (run === undefined || run.phase === 'sent' || ENDED_PHASES.includes(run.phase))
      throw new ProvisoError('run/ended', 'This round was already sent or has ended.')
    const { update: _dropped, ...rest } = run
    await runs.put({ ...rest, phase: 'cancelled', baseWeights: new Uint8Array(), updatedAt: Date.now() })
    await transaction.objectStore('checkpoints').delete(id)
    await appendActivity(transaction, {
      kind: 'run-cancelled',
      text: `You cancelled round ${run.round}. Nothing of it was sent.`,
      data: { task: run.taskId, round: run.round },
    })
  })
