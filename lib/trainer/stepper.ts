import type { Parameter } from '../autodiff/forward.ts'
import type { Resident } from '../autodiff/optimizers/state.ts'
import type { DiscreteGaussian } from '../privacy/discreteGaussian.ts'
import type { Architecture, OptimizerTerms, PrivacyTerms } from '../protocol/task.ts'
import type { Examples } from './examples.ts'
import type { Memory } from './memory.ts'
import type { Engine } from './runtime.ts'
import type { Tensors } from './sessions.ts'

/** Whole numbers of noise: `fill` overwrites with independent samples, `largest` at most in absolute value. */
export type Noise = Pick<DiscreteGaussian, 'largest' | 'fill'>

/** Noise of standard deviation `sigma`, in steps of a grid. */
export type NoiseSource = (sigma: number) => Noise

export interface StepperOptions {
  readonly engine: Engine
  readonly architecture: Architecture
  readonly optimizer: OptimizerTerms
  /** Bounds the norm of a batch's mean gradient, without privacy only; absent for none. */
  readonly gradientClipNorm?: number | undefined
  readonly privacy: PrivacyTerms
  readonly noise: NoiseSource
}

/** One optimiser step as graphs on an engine. It owns its sessions, and never the tensors it is given. */
export interface Stepper {
  readonly parameters: readonly Parameter[]
  /** What the optimizer keeps between steps, in the order of its flat state. */
  readonly state: readonly Resident[]
  /** Rows that one run of the graph takes. */
  readonly batch: number
  /**
   * Takes the step of this number, counted from 1, from the parameters and the state by name: those after it, and the mean
   * loss of the examples used: undefined where there was none.
   */
  step(
    resident: Tensors,
    number: number,
    examples: Examples,
    indices: Uint32Array,
    memory: Memory,
  ): Promise<{ readonly resident: Tensors; readonly loss: number | undefined }>
  release(): Promise<void>
}
