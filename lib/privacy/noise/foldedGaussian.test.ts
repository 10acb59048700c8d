import { describe, expect, it } from 'vitest'
import { FIXED_ONE, fixedExpNegative } from './fixedPoint.ts'
import { foldedGaussian, MASS_ERROR } from './foldedGaussian.ts'

/** exp(-n / d) for any n / d >= 0, by squaring: another way than the recurrence. */
const expAnyway = (numerator: bigint, denominator: bigint): bigint => {
  if (numerator <= denominator) return fixedExpNegative({ numerator, denominator })
  const root = expAnyway(numerator, 2n * denominator)
  return (root * root) / FIXED_ONE
}

describe.each([
  { numerator: 1n, denominator: 2n, count: 16 },
  { numerator: 7n, denominator: 3n, count: 64 },
  { numerator: 1_260_000n, denominator: 1n, count: 16_384 },
])('the folded Gaussian of variance $numerator/$denominator', ({ numerator, denominator, count }) => {
  const { mass, total, tail } = foldedGaussian({ numerator, denominator }, count)

  it('has the masses exp(-x^2 / 2 variance), within the error it states', () => {
    for (let x = 0; x < count; x += Math.ceil(count / 200)) {
      const exact = (x === 0 ? 1n : 2n) * expAnyway(BigInt(x * x) * denominator, 2n * numerator)
      const error = mass[x]! - exact
      expect(error < MASS_ERROR && error > -MASS_ERROR).toBe(true)
    }
    expect(total).toBe(mass.reduce((sum, own) => sum + own, 0n))
  })

  it('bounds what lies beyond, and not by much', () => {
    const beyond = foldedGaussian({ numerator, denominator }, Math.min(2 ** 14, 2 * count)).total - total
    expect(tail >= beyond).toBe(true)
    if (count < 2 ** 14) expect(tail < 3n * beyond + 4n * MASS_ERROR).toBe(true)
    expect(mass[0]).toBe(FIXED_ONE)
  })
})
