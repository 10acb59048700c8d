import { type AliasTable, MASS_BITS, tableWeights } from './aliasTable.ts'
import { FIXED_BITS, fixedToNumberUp } from './fixedPoint.ts'
import { foldedGaussian, MASS_ERROR } from './foldedGaussian.ts'
import { type NoisePlan, SMOOTHING } from './plan.ts'

/**
 * At most this far, in total variation, is a draw of the table from the discrete Gaussian of `variance`: the sum of what
 * each outcome lacks, read from the table's own bits. The sign is a fair bit of its own and adds nothing.
 */
export const tableDistance = (table: AliasTable, variance: NoisePlan['variance']): number => {
  const held = tableWeights(table)
  const { mass, total, tail } = foldedGaussian(variance, held.length)
  let lacking = 0n
  mass.forEach((own, x) => {
    const missing = (own << FIXED_BITS) / total + 1n - (held[x]! << (FIXED_BITS - BigInt(MASS_BITS)))
    if (missing > 0n) lacking += missing
  })
  // `total` leaves out the tail, which makes every share too large, never too small; the mass of 0 alone makes it 1 or more.
  return fixedToNumberUp(lacking + tail + 2n * BigInt(held.length) * MASS_ERROR)
}

/**
 * Poisson's summation: the sum over whole j of exp(-(j - c)^2 / (2 tau^2)) is the same for all c, up to a factor 1 +- e with
 * e = 2 sum over k >= 1 of exp(-2 pi^2 tau^2 k^2). Given tau^2, at least 2e: distributions whose masses have such a factor
 * between them are at most 2e / (1 + e) apart.
 */
export const smoothingDistance = (tauSquared: number): number => {
  const exponent = 2 * Math.PI ** 2 * tauSquared
  // The terms after the first are below a geometric series.
  return (4 * Math.exp(-exponent)) / -Math.expm1(-exponent)
}

/**
 * At most this far is x + scale * y from the discrete Gaussian of variance (1 + scale^2) * variance, where x and y are
 * exact, independent and of `variance`. Completing the square, P(x + scale * y = z) is the wanted mass times the sum over j
 * of exp(-(j - c z)^2 / (2 tau^2)), with c a constant and tau^2 = variance / (1 + scale^2) (Peikert 2010, theorem 3.1;
 * Micciancio and Walter 2017, section 4).
 */
export const convolutionDistance = (variance: number, scale: number): number =>
  scale === 0 ? 0 : smoothingDistance(variance / (1 + scale * scale))

/** At most this far, in total variation, is one sample from the discrete Gaussian of the plan's sigma. */
export const sampleDistance = (table: AliasTable, { variance, scale, sigma }: NoisePlan): number =>
  (scale === 0 ? 1 : 2) * tableDistance(table, variance) +
  convolutionDistance(sigma ** 2 / (1 + scale * scale), scale)

/** At most this far is one sample on a `noiseGrid` from continuous noise of the multiplier it was made for, rounded at random. */
export const continuousDistance = smoothingDistance(SMOOTHING ** 2)
