/** Where a step runs: one thread of WebAssembly, or the graphics chip. */
export type Backend = 'wasm' | 'webgpu'

export const CONTENDERS = ['ours', 'private', 'tfjs', 'jax'] as const
export type ContenderName = (typeof CONTENDERS)[number]

/** Milliseconds a step, one number for each round; absent with a reason where a library cannot take the step. */
export interface Measured {
  readonly ms: Readonly<Partial<Record<ContenderName, readonly number[]>>>
  readonly missing: Readonly<Partial<Record<ContenderName, string>>>
}

/** What the page offers to whoever drives it. */
export interface TrainingBenchPage {
  readonly models: readonly string[]
  /** Whether the adapter is software that stands in for a graphics chip; undefined without an adapter. */
  isEmulated(): Promise<boolean | undefined>
  /** All contenders in turn, in each of `rounds` rounds, each for about `roundMs` milliseconds. */
  measure(model: string, backend: Backend, rounds: number, roundMs: number): Promise<Measured>
}
