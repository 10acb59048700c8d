import type { Model } from './models.ts'

/** One batch, the same for everyone. Pictures lie as [batch, channels, height, width]. */
export interface Batch {
  readonly size: number
  readonly x: Float32Array<ArrayBuffer>
  readonly labels: Int32Array<ArrayBuffer>
}

/** A model at its start, and what every step is fed. */
export interface Problem {
  readonly architecture: Model
  readonly batch: Batch
  /** Flat weights, as `lib/autodiff/architecture.ts` lays them out. */
  readonly weights: Float32Array<ArrayBuffer>
  readonly learningRate: number
}

/** A library with a model loaded: each step feeds the batch from the page's memory, updates all weights and reads the mean loss. */
export interface Contender {
  step(): Promise<number>
  close(): Promise<void>
}

/** A library that has no kernel for a part of the step on this backend. */
export class Missing extends Error {}
