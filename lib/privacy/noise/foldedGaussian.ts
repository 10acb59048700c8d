import { FIXED_ONE, fixedExpNegative, fixedTimes, type Rational } from './fixedPoint.ts'

/** |x| for x of a discrete Gaussian: P(0) and 2 P(x), not normalised. All numbers are fixed-point. */
export interface FoldedGaussian {
  /** Mass of 0, 1, 2, ... */
  readonly mass: readonly bigint[]
  /** The mass of all of them, and at least that of all above them. */
  readonly total: bigint
  readonly tail: bigint
}

/** What rounding may have changed in any one mass: count^2 * 2^-248 by the recurrence below, for at most 2^14 of them. */
export const MASS_ERROR = FIXED_ONE >> 220n

/**
 * The masses exp(-x^2 / (2 variance)), twice that above zero, for 0 <= x < count. Each is the one before times
 * exp(-(2x - 1) / (2 variance)), and that ratio shrinks by a constant factor. `variance` is at least 1/2, `count` at most 2^14.
 */
export const foldedGaussian = ({ numerator, denominator }: Rational, count: number): FoldedGaussian => {
  // exp(-1 / (2 variance)): the ratio of the first two masses.
  let ratio = fixedExpNegative({ numerator: denominator, denominator: 2n * numerator })
  const shrink = fixedTimes(ratio, ratio)
  let value = FIXED_ONE
  let total = 0n
  const mass: bigint[] = []
  for (let x = 0; x < count; x++) {
    const own = x === 0 ? value : 2n * value
    mass.push(own)
    total += own
    value = fixedTimes(value, ratio)
    ratio = fixedTimes(ratio, shrink)
  }
  // Beyond, masses fall faster than a geometric series.
  const tail = (2n * (value + MASS_ERROR) * FIXED_ONE) / (FIXED_ONE - ratio - MASS_ERROR) + 1n
  return { mass, total, tail }
}
