import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { clipUpdate, decodeFloat32, encodeFloat32 } from '../aggregation/plain.ts'
import type { CheckpointRecord, RunProgress } from '../db/schema.ts'
import { parameterCount } from '../protocol/layers.ts'
import type { TaskManifest } from '../protocol/task.ts'
import type { EngineSetting, TrainerFactory } from './engine.ts'
import { TrainerError } from './errors.ts'
import type { Examples } from './examples.ts'
import { loadExamples } from './loadExamples.ts'
import {
  beginTraining,
  type RunStart,
  readCheckpoint,
  saveCheckpoint,
  saveFailed,
  saveTrained,
} from './runRecords.ts'
import { type Schedule, scheduleFor } from './schedule.ts'
import type { OptimizerState, Trainer } from './trainer.ts'

export interface RunOptions {
  readonly trainers: TrainerFactory
  readonly engine: EngineSetting
  /** Stops the run after its current step, with a checkpoint. */
  readonly signal: AbortSignal
  /** Called after progress is on disk. */
  readonly onProgress: (progress: RunProgress) => void
}

/** Losses that are kept for the person to look at. */
const KEPT_LOSSES = 400
/** A checkpoint is due after this long, or longer where writing one takes over a twentieth of it. */
const CHECKPOINT_MS = 1000
const WRITING_SHARE = 20

interface Job extends RunOptions {
  readonly runId: string
  readonly manifest: TaskManifest
  readonly base: Float32Array
  readonly examples: Examples
  readonly schedule: Schedule
}

/** The state of a run between two steps. */
interface Position {
  step: number
  losses: number[]
  trainMs: number
}

const progressOf = (job: Job, trainer: Trainer, { step, losses, trainMs }: Position): RunProgress => ({
  step,
  steps: job.manifest.training.localSteps,
  engine: trainer.engine,
  losses: [...losses],
  trainMs: Math.round(trainMs),
})

/** Saves where the run stands; false where it must stop. */
const checkpoint = async (job: Job, trainer: Trainer, position: Position): Promise<boolean> => {
  const progress = progressOf(job, trainer, position)
  const { values } = await trainer.optimizerState()
  const goesOn = await saveCheckpoint(
    {
      runId: job.runId,
      step: position.step,
      weights: encodeFloat32(await trainer.weights()),
      ...(values.length === 0 ? {} : { optimizerState: encodeFloat32(values) }),
      losses: progress.losses,
      trainMs: progress.trainMs,
      savedAt: Date.now(),
    },
    progress,
  )
  job.onProgress(progress)
  return goesOn
}

/** Steps from `position` to the end. Resolves to false where the run was stopped; the checkpoint is then on disk. */
const takeSteps = async (job: Job, trainer: Trainer, position: Position): Promise<boolean> => {
  const { localSteps } = job.manifest.training
  // The first step is followed by a checkpoint at once, so that the person sees that work began.
  let due = 0
  while (position.step < localSteps) {
    const start = performance.now()
    const loss = await trainer.step(job.examples, job.schedule())
    position.trainMs += performance.now() - start
    position.step++
    if (loss !== undefined) position.losses = [...position.losses, loss].slice(-KEPT_LOSSES)
    const now = performance.now()
    if (now >= due || job.signal.aborted) {
      if (!(await checkpoint(job, trainer, position)) || job.signal.aborted) return false
      const after = performance.now()
      due = after + Math.max(CHECKPOINT_MS, WRITING_SHARE * (after - now))
    }
  }
  return true
}

type Trained = { readonly weights: Float32Array; readonly progress: RunProgress }
type Attempt =
  | { readonly ended: 'trained'; readonly trained: Trained }
  | { readonly ended: 'stopped' }
  /** The graphics device is lost or misbehaves. */
  | { readonly ended: 'broken' }

/** Where the optimizer of a checkpoint goes on. */
const savedOptimizer = ({ step, optimizerState }: CheckpointRecord): OptimizerState | undefined =>
  optimizerState === undefined
    ? undefined
    : { steps: step, values: decodeFloat32(optimizerState, optimizerState.length / 4) }

/** Trains from the newest checkpoint, or from the round's weights. */
const attempt = async (job: Job, engine: EngineSetting): Promise<Attempt> => {
  const saved = await readCheckpoint(job.runId)
  const { architecture } = job.manifest.model
  const trainer = await job.trainers.create(engine, {
    architecture,
    optimizer: job.manifest.training.optimizer,
    gradientClipNorm: job.manifest.training.gradientClipNorm,
    privacy: job.manifest.privacy,
    weights: saved === undefined ? job.base : decodeFloat32(saved.weights, parameterCount(architecture)),
    optimizerState: saved === undefined ? undefined : savedOptimizer(saved),
  })
  try {
    const position: Position = {
      step: saved?.step ?? 0,
      losses: [...(saved?.losses ?? [])],
      trainMs: saved?.trainMs ?? 0,
    }
    if (!(await takeSteps(job, trainer, position))) return { ended: 'stopped' }
    const progress = progressOf(job, trainer, position)
    return { ended: 'trained', trained: { weights: await trainer.weights(), progress } }
  } catch (error) {
    if (trainer.engine === 'wasm') throw error
    return { ended: 'broken' }
  } finally {
    await trainer.dispose().catch(() => undefined)
  }
}

/** Where the graphics device fails, the same graphs go on, on wasm, from the last checkpoint. Undefined: stopped. */
const trainFromDisk = async (job: Job): Promise<Trained | undefined> => {
  const first = await attempt(job, job.engine)
  const last = first.ended === 'broken' && !job.signal.aborted ? await attempt(job, 'wasm') : first
  return last.ended === 'trained' ? last.trained : undefined
}

/** What leaves: the change in weights, clipped to `update.clipNorm`. Throws `trainer/not-finite`. */
const protectedUpdate = (base: Float32Array, weights: Float32Array, clipNorm: number) => {
  const update = weights.map((value, index) => value - base[index]!)
  if (!update.every(Number.isFinite))
    throw new TrainerError('trainer/not-finite', 'Training gave weights that are not finite.', {
      details: 'The learning rate of this task may be too high for this data.',
      todo: 'Nothing was sent. The next round starts from the weights that everybody shares.',
    })
  const bytes = encodeFloat32(clipUpdate(update, clipNorm))
  return { update: bytes, updateHash: `0x${bytesToHex(sha256(bytes))}` as const }
}

const train = async ({ run, grant }: RunStart, options: RunOptions): Promise<void> => {
  const { manifest } = grant.task
  const base = decodeFloat32(run.baseWeights, parameterCount(manifest.model.architecture))
  const examples = await loadExamples(manifest, run.datasetId, options.signal)
  const schedule = scheduleFor(manifest.privacy, examples.count)
  const job: Job = { ...options, runId: run.id, manifest, base, examples, schedule }
  const trained = await trainFromDisk(job)
  if (trained === undefined) return
  const { update, updateHash } = protectedUpdate(base, trained.weights, manifest.update.clipNorm)
  await saveTrained(run.id, { update, updateHash, progress: trained.progress })
}

/**
 * Carries one round's training out, from where the disk says it stands: `ready` or `training` to `trained`, or to `failed`
 * with a problem. Steps after a checkpoint that a crash undid are taken again with fresh noise; what they computed never
 * left, so privacy counts `localSteps`. Resolves without a change of phase where the run is paused, ended or stopped.
 */
export const executeRun = async (runId: string, options: RunOptions): Promise<void> => {
  try {
    const start = await beginTraining(runId)
    if (start !== undefined) await train(start, options)
  } catch (error) {
    if (options.signal.aborted) return
    await saveFailed(runId, error)
  }
}
