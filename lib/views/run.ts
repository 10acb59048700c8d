import type { GrantRecord, Problem, RunPhase, RunRecord } from '../db/schema.ts'
import type { DeviceConditions } from '../policy/rule.ts'
import { modelWords } from './modelWords.ts'
import { type TaskName, taskName } from './publisher.ts'

/** One round's work as a page shows it. No weights: they never reach a page. */
export interface RunView extends TaskName {
  readonly id: string
  /** What is trained, in words; absent where its grant is gone. */
  readonly model?: string
  readonly round: number
  readonly rounds: number
  readonly phase: RunPhase
  readonly paused: boolean
  /** What the device must do before it goes on, if anything. */
  readonly waitsFor: readonly (keyof DeviceConditions)[]
  readonly step: number
  readonly steps: number
  /** Milliseconds, from the steps so far; absent before the first. */
  readonly timeLeft?: number
  readonly engine?: 'webgpu' | 'wasm'
  readonly losses: readonly number[]
  readonly trainMs: number
  readonly startedAt: number
  readonly updatedAt: number
  readonly closesAt: number
  readonly problem?: Problem
}

/** Phases in which the device still computes, and a pause or cancel means something. */
export const COMPUTING_PHASES: readonly RunPhase[] = ['ready', 'training']
/** Phases after training and before the coordinator has it. */
export const SENDING_PHASES: readonly RunPhase[] = ['trained', 'debited', 'signed']

const timeLeftOf = ({ step, steps, trainMs }: RunRecord['progress']): number | undefined =>
  step > 0 && steps > step && trainMs > 0 ? (trainMs / step) * (steps - step) : undefined

export const runView = (run: RunRecord, grant: GrantRecord | undefined): RunView => {
  const { id, round, phase, paused, startedAt, updatedAt, closesAt, problem, progress } = run
  const timeLeft = timeLeftOf(progress)
  const name = grant === undefined ? { publisher: '', title: '' } : taskName(grant.task.manifest)
  return {
    ...name,
    id,
    round,
    rounds: grant?.task.manifest.schedule.rounds ?? round,
    phase,
    paused,
    waitsFor: grant?.waitsFor ?? [],
    step: progress.step,
    steps: progress.steps,
    losses: progress.losses,
    trainMs: progress.trainMs,
    startedAt,
    updatedAt,
    closesAt,
    ...(grant === undefined ? {} : { model: modelWords(grant.task.manifest.model.architecture) }),
    ...(timeLeft === undefined ? {} : { timeLeft }),
    ...(progress.engine === undefined ? {} : { engine: progress.engine }),
    ...(problem === undefined ? {} : { problem }),
  }
}
