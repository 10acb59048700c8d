import { lossCells, MASS_ERROR } from './cells.ts'
import { type DiscreteLoss, trimmed } from './discreteLoss.ts'
import type { Mechanism } from './mechanism.ts'

/**
 * Upper bound of a mechanism's curve on a grid: the mass in a cell goes to the cell's two ends so that both P's and Q's
 * are kept. The curve is then exact at the grid's points and straight (in exp(epsilon)) between them, where the true one,
 * being convex, is below. Doroshenko et al., "Connect the dots: tighter discrete approximations of privacy loss distributions" (2022).
 * Cut off above: to infinity. Below: to the lowest point. Rounding: upwards. `tail` bounds P's mass in either.
 */
export const pessimisticLoss = (mechanism: Mechanism, step: number, tail: number): DiscreteLoss => {
  const { first, mass, excess } = lossCells(mechanism, step, 0)
  const n = mass.length
  const masses = new Float64Array(n + 1)
  for (let i = 0; i < n; i++) {
    const upper = Math.min(mass[i]!, Math.max(0, excess[i]! / -Math.expm1(-step)))
    const slack = mass[i]! * MASS_ERROR
    masses[i]! += mass[i]! - upper + slack
    masses[i + 1]! += upper + slack
  }
  masses[1]! += tail
  return trimmed({ step, first, masses, infinite: tail })
}
