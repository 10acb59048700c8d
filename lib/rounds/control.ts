import { appendActivity } from '../activity/log.ts'
import { write } from '../db/database.ts'
import { ENDED_PHASES } from '../db/schema.ts'
import { ProvisoError } from '../protocol/errors.ts'

/** Holds a run where it is, or lets it go on from its checkpoint. */
export const pauseRun = (id: string, paused: boolean): Promise<void> =>
  write(['runs'], async (transaction) => {
    const run = await transaction.objectStore('runs').get(id)
    if (run === undefined || ENDED_PHASES.includes(run.phase))
      throw new ProvisoError('run/ended', 'This round has already ended.')
    await transaction.objectStore('runs').put({ ...run, paused, updatedAt: Date.now() })
  })

/** Gives a round up. Nothing of it leaves; what was debited stays debited. A round that was sent cannot be taken back. */
export const cancelRun = (id: string): Promise<void> =>
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
