import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exactRational, FIXED_BITS, fixedExpNegative, fixedToNumberUp } from './fixedPoint.ts'

const asNumber = (value: bigint): number => Number(value) / 2 ** Number(FIXED_BITS)

describe('fixed point', () => {
  it('has exp(-1) to 70 digits', () => {
    // https://oeis.org/A068985
    const digits = 3678794411714423215955237701614608674458111310317678345078368016974614n
    const found = (fixedExpNegative({ numerator: 1n, denominator: 1n }) * 10n ** 70n) >> FIXED_BITS
    expect(found).toBe(digits)
  })

  it('agrees with float64 between', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 9 }), (n) => {
        const found = asNumber(fixedExpNegative({ numerator: BigInt(n), denominator: 10n ** 9n }))
        expect(Math.abs(found - Math.exp(-n / 1e9))).toBeLessThan(1e-15)
      }),
    )
  })

  it('multiplies like an exponential', () => {
    const [a, b, both] = [3n, 4n, 7n].map((numerator) => fixedExpNegative({ numerator, denominator: 10n }))
    const difference = ((a! * b!) >> FIXED_BITS) - both!
    expect(difference < 256n && difference > -256n).toBe(true)
  })

  it('takes a float64 for the fraction that it is', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e12, noNaN: true }), (value) => {
        const { numerator, denominator } = exactRational(value)
        expect(Number(numerator) / Number(denominator)).toBe(value)
      }),
    )
    expect(exactRational(0.1)).toEqual({ numerator: 0xccccccccccccdn, denominator: 1n << 55n })
  })

  it('rounds up on the way to float64', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: (1n << 256n) - 1n }), (value) => {
        const up = fixedToNumberUp(value)
        expect(up).toBeGreaterThanOrEqual(asNumber(value))
        expect(up).toBeLessThanOrEqual(asNumber(value + 1n) * (1 + 2 ** -50))
      }),
    )
    expect(fixedToNumberUp(0n)).toBe(0)
  })
})
