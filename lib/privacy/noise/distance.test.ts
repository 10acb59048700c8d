import { describe, expect, it } from 'vitest'
import { type AliasTable, MASS_BITS, tableWeights } from './aliasTable.ts'
import { convolutionDistance, sampleDistance, tableDistance } from './distance.ts'
import { FIXED_BITS, FIXED_ONE, fixedToNumberUp } from './fixedPoint.ts'
import { foldedGaussian } from './foldedGaussian.ts'
import { noiseTable } from './noiseTable.ts'
import { planNoise } from './plan.ts'

/** Shares of -reach to reach as fixed-point numbers, from folded ones. */
const unfold = (folded: readonly bigint[]): bigint[] => {
  const halves = folded.slice(1).map((own) => own / 2n)
  return [...halves.toReversed(), folded[0]!, ...halves]
}
const normalised = (masses: readonly bigint[]): bigint[] => {
  const total = masses.reduce((sum, own) => sum + own, 0n)
  return masses.map((own) => (own * FIXED_ONE) / total)
}
const heldBy = (table: AliasTable): bigint[] =>
  unfold(tableWeights(table).map((weight) => weight << (FIXED_BITS - BigInt(MASS_BITS))))

/** Shares of x + scale * y, by summing over every pair. */
const convolved = (shares: readonly bigint[], scale: number): bigint[] => {
  const reach = (shares.length - 1) / 2
  const sum = Array.from({ length: 2 * reach * (1 + scale) + 1 }, () => 0n)
  shares.forEach((own, x) => {
    shares.forEach((other, y) => {
      sum[x + scale * y]! += (own * other) >> FIXED_BITS
    })
  })
  return sum
}

/** The total variation itself: half the sum of all differences. */
const totalVariation = (left: readonly bigint[], right: readonly bigint[]): number => {
  const offset = (right.length - left.length) / 2
  const differences = right.map((share, i) => {
    const difference = share - (left[i - offset] ?? 0n)
    return difference < 0n ? -difference : difference
  })
  return fixedToNumberUp(differences.reduce((sum, difference) => sum + difference, 0n)) / 2
}

describe('the distance of a table', () => {
  it.each([1, 1.5, 7.25, 100, 1024])('is the total variation, sigma %d', (sigma) => {
    const plan = planNoise(sigma)
    const table = noiseTable(plan)
    const bound = tableDistance(table, plan.variance)
    const reach = Math.min(2 ** 14, 2 * table.cells.length)
    const exact = totalVariation(heldBy(table), normalised(unfold(foldedGaussian(plan.variance, reach).mass)))
    expect(exact).toBeLessThanOrEqual(bound)
    expect(exact).toBeGreaterThan(bound / 4)
    expect(bound).toBeLessThan(2 ** -143)
    expect(sampleDistance(table, plan)).toBe(bound)
  })

  it('holds weights that sum to the whole', () => {
    const weights = tableWeights(noiseTable(planNoise(2 ** 19)))
    expect(weights.reduce((sum, weight) => sum + weight, 0n)).toBe(1n << BigInt(MASS_BITS))
  })

  it.each([
    ['one cell in its last bit', (table: AliasTable) => (table.low[2 * 5 + 1]! ^= 1n << 40n), 2 ** -125],
    ['a threshold', (table: AliasTable) => (table.cells[5]! += table.cells.length), 2 ** -35],
    [
      'every cell by one place',
      (table: AliasTable) => {
        table.cells.set(table.cells.slice(0, -1), 1)
        table.low.set(table.low.slice(0, -2), 2)
      },
      2 ** -12,
    ],
  ])('shows what is wrong with %s', (_, damage, least) => {
    const plan = planNoise(50)
    const table = noiseTable(plan)
    damage(table)
    expect(tableDistance(table, plan.variance)).toBeGreaterThan(least)
  })
})

describe('the distance of a sum', () => {
  // From rough to smooth: tau is 0.67, 0.95, 1.34 and 1.6 here.
  it.each([
    { variance: 9n, denominator: 4n, scale: 2, indexBits: 6 },
    { variance: 9n, denominator: 1n, scale: 3, indexBits: 7 },
    { variance: 9n, denominator: 1n, scale: 2, indexBits: 7 },
    { variance: 25n, denominator: 1n, scale: 3, indexBits: 7 },
  ])('bounds the total variation of x + $scale y, variance $variance/$denominator', (given) => {
    const { scale, indexBits } = given
    const variance = { numerator: given.variance, denominator: given.denominator }
    const table = noiseTable({ variance, indexBits })
    const found = convolved(heldBy(table), scale)
    const wanted = { ...variance, numerator: variance.numerator * BigInt(1 + scale * scale) }
    const reach = (found.length - 1) / 2
    const exact = totalVariation(found, normalised(unfold(foldedGaussian(wanted, reach + 1).mass)))
    const sigma = Math.sqrt(Number(wanted.numerator) / Number(wanted.denominator))
    const bound = sampleDistance(table, { variance, scale, sigma, indexBits })
    expect(exact).toBeLessThanOrEqual(bound)
    expect(exact).toBeGreaterThan(bound / 8)
  })

  it('also where the table is coarse: rounded to 2^-20', () => {
    const plan = {
      variance: { numerator: 9n, denominator: 1n },
      scale: 1,
      sigma: Math.sqrt(18),
      indexBits: 7,
    }
    const table = noiseTable(plan)
    table.cells.forEach((cell, i) => {
      table.cells[i] = cell & ~0x3ff80
    })
    table.low.fill(0n)
    const found = convolved(heldBy(table), 1)
    const wanted = { numerator: 18n, denominator: 1n }
    const exact = totalVariation(
      found,
      normalised(unfold(foldedGaussian(wanted, found.length / 2 + 0.5).mass)),
    )
    const bound = sampleDistance(table, plan)
    expect(bound).toBeLessThan(2 ** -10)
    expect(exact).toBeLessThanOrEqual(bound)
    expect(exact).toBeGreaterThan(bound / 8)
  })

  it('is nothing for one draw, and vanishes at the smoothing of every plan', () => {
    expect(convolutionDistance(1, 0)).toBe(0)
    for (const sigma of [1025, 3000, 54_321.5, 2 ** 19]) {
      const plan = planNoise(sigma)
      expect(sampleDistance(noiseTable(plan), plan)).toBeLessThan(2 ** -142)
    }
  })
})
