import { type AliasTable, aliasTable, MASS_BITS } from './aliasTable.ts'
import { foldedGaussian } from './foldedGaussian.ts'
import type { NoisePlan } from './plan.ts'

/** The table of |x| for x of the discrete Gaussian of the plan's variance; a random sign makes it x. */
export const noiseTable = ({
  variance,
  indexBits,
}: Pick<NoisePlan, 'variance' | 'indexBits'>): AliasTable => {
  const { mass, total } = foldedGaussian(variance, 2 ** indexBits)
  const weights = mass.map((own) => (own << BigInt(MASS_BITS)) / total)
  const given = weights.reduce((sum, weight) => sum + weight, 0n)
  weights[0]! += (1n << BigInt(MASS_BITS)) - given
  return aliasTable(weights, indexBits)
}
