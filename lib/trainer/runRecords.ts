import { database, write } from '../db/database.ts'
import type { CheckpointRecord, GrantRecord, Problem, RunProgress, RunRecord } from '../db/schema.ts'
import { describeError, ProvisoError } from '../protocol/errors.ts'
import type { Bytes32 } from '../protocol/hex.ts'
import { TrainerError } from './errors.ts'

/** What a run trains from: everything was put on disk before the trainer was called. */
export interface RunStart {
  readonly run: RunRecord
  readonly grant: GrantRecord
  readonly checkpoint: CheckpointRecord | undefined
}

const isTrainable = (run: RunRecord): boolean =>
  !run.paused && (run.phase === 'ready' || run.phase === 'training')

/** Moves a run to `training`. Undefined where there is nothing to train: ended, paused, or trained already. */
export const beginTraining = (runId: string): Promise<RunStart | undefined> =>
  write(['runs', 'grants', 'checkpoints'], async (transaction) => {
    const runs = transaction.objectStore('runs')
    const run = await runs.get(runId)
    if (run === undefined || !isTrainable(run)) return undefined
    const grant = await transaction.objectStore('grants').get(run.grantId)
    if (grant === undefined)
      throw new TrainerError('trainer/no-grant', 'The permission for this round is gone.')
    const started: RunRecord = { ...run, phase: 'training', updatedAt: Date.now() }
    await runs.put(started)
    return { run: started, grant, checkpoint: await transaction.objectStore('checkpoints').get(runId) }
  })

/** Writes a checkpoint and the run's progress together. False: the run was paused or ended meanwhile, so stop. */
export const saveCheckpoint = (checkpoint: CheckpointRecord, progress: RunProgress): Promise<boolean> =>
  write(['runs', 'checkpoints'], async (transaction) => {
    const runs = transaction.objectStore('runs')
    const run = await runs.get(checkpoint.runId)
    if (run?.phase !== 'training') return false
    await transaction.objectStore('checkpoints').put(checkpoint)
    await runs.put({ ...run, progress, updatedAt: checkpoint.savedAt })
    return !run.paused
  })

/** The protected update is on disk, and the checkpoint gone, in one transaction. Nothing happens to a run that has ended. */
export const saveTrained = (
  runId: string,
  result: { update: Uint8Array<ArrayBuffer>; updateHash: Bytes32; progress: RunProgress },
): Promise<void> =>
  write(['runs', 'checkpoints'], async (transaction) => {
    const runs = transaction.objectStore('runs')
    const run = await runs.get(runId)
    if (run?.phase !== 'training') return
    await runs.put({ ...run, ...result, phase: 'trained', updatedAt: Date.now() })
    await transaction.objectStore('checkpoints').delete(runId)
  })

const problemOf = (error: unknown): Problem => {
  const at = Date.now()
  if (!(error instanceof ProvisoError))
    return { code: 'trainer/failed', message: `Training stopped: ${describeError(error)}`, at }
  const { code, shortMessage: message, todo } = error
  return todo === undefined ? { code, message, at } : { code, message, todo, at }
}

/** Ends a run that cannot be trained: what happened is shown with it. */
export const saveFailed = (runId: string, error: unknown): Promise<void> =>
  write(['runs', 'checkpoints'], async (transaction) => {
    const runs = transaction.objectStore('runs')
    const run = await runs.get(runId)
    if (run === undefined || (run.phase !== 'ready' && run.phase !== 'training')) return
    await runs.put({
      ...run,
      phase: 'failed',
      baseWeights: new Uint8Array(),
      problem: problemOf(error),
      updatedAt: Date.now(),
    })
    await transaction.objectStore('checkpoints').delete(runId)
  })

export const readCheckpoint = async (runId: string): Promise<CheckpointRecord | undefined> =>
  (await database()).get('checkpoints', runId)
