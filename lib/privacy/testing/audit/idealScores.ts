import { logErfc } from '../../logMath.ts'
import type { AttackName } from './attacks.ts'
import { binomialShares } from './binomial.ts'

/** Steps that each add the record with probability `samplingRate`, and Gaussian noise of `noise` times what the record adds. */
export interface IdealMechanism {
  readonly samplingRate: number
  readonly noise: number
  readonly steps: number
}

/** P(score > threshold). */
export type Tail = (threshold: number) => number

/** P(Z > x) of a standard normal Z. */
const normalAbove = (x: number): number => Math.exp(logErfc(x / Math.SQRT2)) / 2

/** The sum of a record's projections: normal around the number of steps that had it. */
const sumTail = ({ samplingRate, noise, steps }: IdealMechanism): Tail => {
  const times = binomialShares(steps, samplingRate)
  const deviation = noise * Math.sqrt(steps)
  return (threshold) =>
    times.reduce((total, share, k) => total + share * normalAbove((threshold - k) / deviation), 0)
}

/** Intervals of the integral below: far finer than the noise. */
const INTERVALS = 4000
/** Beyond so many deviations lies less than float64 tells from 0. */
const REACH = 9

/**
 * Largest less smallest of independent projections X, each with distribution function F and density f: at most t >= 0 with
 * probability steps * integral of f(x) (F(x + t) - F(x))^(steps - 1) over where the smallest is.
 */
const spreadTail = ({ samplingRate, noise, steps }: IdealMechanism): Tail => {
  const from = -REACH * noise
  const width = (1 + 2 * REACH * noise) / INTERVALS
  const above = (x: number) =>
    (1 - samplingRate) * normalAbove(x / noise) + samplingRate * normalAbove((x - 1) / noise)
  const bell = (x: number) => Math.exp((-x * x) / (2 * noise * noise)) / (noise * Math.sqrt(2 * Math.PI))
  const places = Array.from({ length: INTERVALS + 1 }, (_, i) => {
    const x = from + i * width
    return { x, above: above(x), density: (1 - samplingRate) * bell(x) + samplingRate * bell(x - 1) }
  })
  return (threshold) => {
    const atMost = places.reduce(
      (total, place) =>
        total + steps * width * place.density * (place.above - above(place.x + threshold)) ** (steps - 1),
      0,
    )
    // The integral may round to a little more than 1.
    return Math.max(0, 1 - atMost)
  }
}

/** The tails of an attack's scores of records that were put in; of those left out with a sampling rate of 0. */
export const IDEAL_TAILS: Readonly<Record<AttackName, (mechanism: IdealMechanism) => Tail>> = {
  sum: sumTail,
  spread: spreadTail,
}
