import type { Emitter } from '../emitter.ts'

/** One parameter's update as an optimizer sees it: names in the graph being emitted. */
export interface UpdateContext {
  readonly emit: Emitter
  readonly parameter: string
  /** The gradient of the mean loss, shaped like the parameter. */
  readonly gradient: string
  /** Names of the state tensors, in the order of `state`. */
  readonly state: readonly string[]
  /** Names of the scalars of this step, in the order of `rates`. */
  readonly rates: readonly string[]
}

export interface Update {
  /** The next parameter. */
  readonly next: string
  /** The next state tensors, in the order of `state`. */
  readonly state: readonly string[]
}

/**
 * How a gradient moves the parameters, element by element: a new optimizer is one file with one function from its terms to
 * such an object, listed in optimizerFor.ts.
 */
export interface Optimizer {
  /** What it keeps between steps: names of tensors that each parameter has besides, shaped like it and 0 before the first step. */
  readonly state: readonly string[]
  /** Names of the scalars that a step takes as inputs of its graph. */
  readonly rates: readonly string[]
  /**
   * The scalars of a step, counted from 1, in the order of `rates`. They are computed here, in float64, and not in the
   * graph: 1 - 0.999^step has three digits left in float32.
   */
  readonly ratesAt: (step: number) => readonly number[]
  readonly update: (context: UpdateContext) => Update
}
