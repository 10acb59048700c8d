import { type DiscreteLoss, logMoment } from './discreteLoss.ts'

/** A loss that is composed with itself `times` times. */
export interface Repeated {
  readonly loss: DiscreteLoss
  readonly times: number
}

/** log E[exp(order * S)] of the sum S of all losses, without what is infinite. */
export const totalMoment = (parts: readonly Repeated[], order: number): number =>
  parts.reduce((sum, { loss, times }) => sum + times * logMoment(loss, order), 0)

/** Bound on the rounding of `totalMoment`. */
export const momentError = (parts: readonly Repeated[]): number =>
  parts.reduce((sum, { loss, times }) => sum + times * (3 * loss.masses.length + 3) * 2 ** -53, 0)

const GOLDEN = (Math.sqrt(5) - 1) / 2

/** Argument, between `low` and `high` > 0, near the minimum of a function that first falls and then grows. */
export const minimise = (
  value: (at: number) => number,
  low: number,
  high: number,
  precision: number,
): number => {
  let a = Math.log(low)
  let b = Math.log(high)
  let left = b - GOLDEN * (b - a)
  let right = a + GOLDEN * (b - a)
  let atLeft = value(Math.exp(left))
  let atRight = value(Math.exp(right))
  while (b - a > precision) {
    if (atLeft <= atRight) {
      b = right
      right = left
      atRight = atLeft
      left = b - GOLDEN * (b - a)
      atLeft = value(Math.exp(left))
    } else {
      a = left
      left = right
      atLeft = atRight
      right = a + GOLDEN * (b - a)
      atRight = value(Math.exp(right))
    }
  }
  return Math.exp((a + b) / 2)
}

/** Orders between which a tilt is looked for, times the largest loss of one step. Beyond, exponents lose too much accuracy. */
const LEAST = 1e-10
const MOST = 1e6
/** Nor more than that over the grid's step: a point must not outweigh the next one by so much that it alone is seen. */
const MOST_PER_STEP = 4

const searchOrders = (parts: readonly Repeated[], value: (order: number) => number, precision: number) => {
  const largest = Math.max(
    ...parts.map(({ loss: { first, masses, step } }) => {
      const last = first + masses.length - 1
      return step * Math.max(1, Math.abs(first), Math.abs(last))
    }),
  )
  const most = Math.min(MOST / largest, MOST_PER_STEP / parts[0]!.loss.step)
  return minimise(value, LEAST / largest, most, precision)
}

/** Log of the largest value of exp(-order x) (1 - exp(-x)) over x >= 0, for order > 0. */
export const logLargestWeight = (order: number): number => -order * Math.log1p(1 / order) - Math.log1p(order)

/**
 * An epsilon whose delta is at most `delta`, from the moment of one order > 0 alone, by Markov's inequality: Canonne, Kamath,
 * Steinke, "The discrete Gaussian for differential privacy" (2020), proposition 12. May be below zero.
 */
export const momentEpsilon = (parts: readonly Repeated[], order: number, delta: number): number =>
  (totalMoment(parts, order) + logLargestWeight(order) - Math.log(delta)) / order

/** The order > 0 whose moment says most at `delta`: tilted by it, the sum S has its mean near the epsilon looked for. */
export const bestOrder = (parts: readonly Repeated[], delta: number): number =>
  searchOrders(parts, (order) => momentEpsilon(parts, order, delta), 0.02)

/**
 * Sums between which all but `exp(logOutside)` on either side of the distribution tilted by `order` lies, by Chernoff's bound.
 * Any exponent gives a valid bound, so the best one need not be met.
 */
export const tiltedRange = (
  parts: readonly Repeated[],
  order: number,
  logOutside: number,
): readonly [low: number, high: number] => {
  const base = totalMoment(parts, order)
  const bound = (sign: 1 | -1) => {
    const at = (tilt: number) => (totalMoment(parts, order + sign * tilt) - base - logOutside) / tilt
    return at(searchOrders(parts, at, 0.05))
  }
  return [-bound(-1), bound(1)]
}
