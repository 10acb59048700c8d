import type { Parameter } from '../autodiff/forward.ts'
import type { DiscreteGaussian } from '../privacy/discreteGaussian.ts'
import type { Architecture, PrivacyTerms } from '../protocol/task.ts'
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
  readonly learningRate: number
  readonly privacy: PrivacyTerms
  readonly noise: NoiseSource
}

/** One optimiser step as graphs on an engine. It owns its sessions, and never the weights it is given. */
export interface Stepper {
  readonly parameters: readonly Parameter[]
  /** Rows that one run of the graph takes. */
  readonly batch: number
  /** New weights, and the mean loss of the examples used: undefined where there was none. */
  step(
    weights: Tensors,
    examples: Examples,
    indices: Uint32Array,
    memory: Memory,
  ): Promise<{ readonly weights: Tensors; readonly loss: number | undefined }>
  release(): Promise<void>
}
