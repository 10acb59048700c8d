import { lossCells, MASS_ERROR } from './cells.ts'
import { type DiscreteLoss, trimmed } from './discreteLoss.ts'
import type { Mechanism } from './mechanism.ts'

/**
 * Turns masses of either sign into the greatest convex curve below theirs, on the same grid: a negative mass is shared by its
 * neighbours so that P's and Q's sums are kept, the first one by its right neighbour so that Q's is. Undefined where the
 * last one is negative, which no such curve has.
 */
const convexMinorant = (masses: Float64Array, step: number): Float64Array | undefined => {
  const kept: number[] = []
  for (let right = 0; right < masses.length; right++) {
    while (kept.length > 0 && masses[kept.at(-1)!]! < 0) {
      const at = kept.pop()!
      const missing = masses[at]!
      masses[at] = 0
      const left = kept.at(-1)
      if (left === undefined) {
        masses[right]! += missing * Math.exp((right - at) * step)
        continue
      }
      const share = Math.expm1((left - at) * step) / Math.expm1((left - right) * step)
      masses[right]! += missing * share
      masses[left]! += missing * (1 - share)
    }
    kept.push(right)
  }
  return masses.at(-1)! < 0 ? undefined : masses
}

/**
 * Lower bound of a mechanism's curve on a grid. In t = exp(epsilon) the curve is convex; its tangent at t is P(A) - t Q(A),
 * where A are the losses above epsilon. Tangents are taken midway between the grid's points, and the bound goes through
 * the lower of the two tangents at each point, straight in between: so it is below a tangent everywhere. (Kinks where two tangents meet
 * would be binning the output, which is post-processing, but lie off the grid.)
 * Cut off on both sides: dropped. Rounding: downwards.
 */
export const optimisticLoss = (mechanism: Mechanism, step: number): DiscreteLoss => {
  const { first, mass, excess } = lossCells(mechanism, step, -0.5)
  const up = Math.expm1(step)
  const down = -Math.expm1(-step)
  // The bound ends at zero on the point of the last bin: a bin is joined to the one before until that is below its tangent.
  let last = mass.length - 1
  while (last > 0 && (excess[last]! < 0 || mass[last]! * down < Math.max(0, -excess[last - 1]!))) {
    // Relative to the point before: 1 - exp(-step) (1 - excess / mass) of the mass.
    excess[last - 1]! += mass[last]! * down + excess[last]! * (1 - down)
    mass[last - 1]! += mass[last]!
    last--
  }
  const masses = new Float64Array(last + 1)
  for (let i = 0; i <= last; i++) {
    const moved = excess[i]!
    masses[i]! += mass[i]! - moved
    if (moved >= 0 && i > 0) {
      masses[i]! += moved / down
      masses[i - 1]! -= moved / up
    } else if (moved < 0 && i < last) {
      masses[i]! -= moved / up
      masses[i + 1]! += moved / down
    }
  }
  for (let i = 0; i <= last; i++)
    masses[i]! -= MASS_ERROR * ((mass[i - 1] ?? 0) + mass[i]! + (i < last ? mass[i + 1]! : 0))
  const convex = convexMinorant(masses, step)
  return trimmed({ step, first, masses: convex ?? new Float64Array(1), infinite: 0 })
}
