import { MAX_CELLS } from './cells.ts'
import type { Estimate } from './discreteLoss.ts'
import type { Mechanism } from './mechanism.ts'
import { optimisticLoss } from './optimistic.ts'
import { pessimisticLoss } from './pessimistic.ts'
import { bestOrder, momentEpsilon, type Repeated, tiltedRange } from './tilt.ts'

export interface Kind {
  readonly mechanism: Mechanism
  readonly times: number
}

/** Points of the first, coarse grid over the widest mechanism's losses. */
const COARSE = 512
/** Points of the last grid over the sum's losses, at least. */
const LEAST_POINTS = 4096
/** How much finer the next grid may be. */
const LEAP = 8
const MOST_GRIDS = 10

/** All kinds on one grid. `tail` bounds what each mechanism cuts off on either side. */
const onGrid = (
  kinds: readonly Kind[],
  step: number,
  tail: number,
  estimate: Estimate,
): readonly Repeated[] =>
  kinds.map(({ mechanism, times }) => ({
    times,
    loss:
      estimate === 'pessimistic' ? pessimisticLoss(mechanism, step, tail) : optimisticLoss(mechanism, step),
  }))

/**
 * All `kinds` on the coarsest grid whose estimate is wrong by no more than `tolerance`, relative to epsilon, or on the finest
 * that is affordable. An estimate's error falls with the square of the step, and shows in Markov's bound at the best
 * order, which needs no composition. The upper bound is held against itself on twice the step; the lower against the upper,
 * because on a coarse grid it can be zero and stay so.
 */
export const discretise = (
  kinds: readonly Kind[],
  delta: number,
  tail: number,
  estimate: Estimate,
  tolerance: number,
): readonly Repeated[] => {
  const upper = estimate === 'pessimistic'
  const spans = kinds.map(({ mechanism: { loss, from, to } }) => [loss(from), loss(to)] as const)
  const finest = Math.max(...spans.map(([low, high]) => Math.max(-low, high))) / MAX_CELLS
  let step = Math.max(...spans.map(([low, high]) => high - low)) / COARSE
  for (let attempt = 1; ; attempt++) {
    const parts = onGrid(kinds, step, tail, estimate)
    const other = onGrid(kinds, upper ? 2 * step : step, tail, 'pessimistic')
    const above = upper ? parts : other
    const order = bestOrder(above, delta)
    const epsilon = momentEpsilon(other, order, delta)
    if (!(epsilon > 0)) return parts
    const error = Math.abs(momentEpsilon(parts, order, delta) / epsilon - 1)
    const [low, high] = tiltedRange(above, order, -20)
    const floor = Math.max(finest, (high - low) / MAX_CELLS)
    const enough = Math.max(floor, (high - low) / LEAST_POINTS)
    if (error <= tolerance || !(step > floor) || attempt === MOST_GRIDS)
      return step > enough ? onGrid(kinds, enough, tail, estimate) : parts
    step = Math.max(floor, step * Math.max(1 / LEAP, 0.9 * Math.sqrt(tolerance / error)))
  }
}
