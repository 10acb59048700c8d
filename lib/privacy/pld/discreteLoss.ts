/**
 * A privacy loss on a grid: P's mass at loss `(first + n) * step`, all >= 0. Q's mass there is that times exp(-loss). What it
 * says is its curve, delta(epsilon) = infinite + sum of mass * max(0, 1 - exp(epsilon - loss)). Composition is a positive
 * combination of such curves, so a curve that is nowhere below (above) the true one stays so however often it is composed.
 */
export interface DiscreteLoss {
  /** Distance of the grid's points, nats, > 0. */
  readonly step: number
  readonly first: number
  readonly masses: Float64Array
  /** Mass at infinite loss. */
  readonly infinite: number
}

/** The same without zeros at its ends: the extreme masses tell moments of high order. At least one point is left. */
export const trimmed = (loss: DiscreteLoss): DiscreteLoss => {
  const { masses, first } = loss
  let start = 0
  let end = masses.length
  while (start < end - 1 && !(masses[start]! > 0)) start++
  while (end > start + 1 && !(masses[end - 1]! > 0)) end--
  return { ...loss, first: first + start, masses: masses.subarray(start, end) }
}

/** The upper bound of the curve (`pessimistic`) or the lower (`optimistic`). */
export type Estimate = 'pessimistic' | 'optimistic'

/**
 * log of the sum of mass * exp(order * loss), for any real order; -Infinity for no mass. The mass at infinity is left out.
 * Horner's rule from the end whose terms are smaller, so nothing overflows; relative error of the sum below 3n units of
 * roundoff.
 */
export const logMoment = (loss: DiscreteLoss, order: number): number => {
  const { masses, first, step } = loss
  const n = masses.length
  const ratio = Math.exp(-Math.abs(order) * step)
  let sum = 0
  if (order >= 0) for (let i = 0; i < n; i++) sum = sum * ratio + masses[i]!
  else for (let i = n - 1; i >= 0; i--) sum = sum * ratio + masses[i]!
  return Math.log(sum) + order * (order >= 0 ? first + n - 1 : first) * step
}
