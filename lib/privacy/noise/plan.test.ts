import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planNoise } from './plan.ts'

const sigmas = fc.double({ min: 1, max: 2 ** 19, noNaN: true })

describe('the plan of noise', () => {
  it('has the variance that was asked for, to the last bit', () => {
    fc.assert(
      fc.property(sigmas, (sigma) => {
        const { variance, scale } = planNoise(sigma)
        const { numerator, denominator } = variance
        // sigma^2 as a fraction of integers, by another way: sigma * 2^52 is whole for sigma >= 1.
        const scaled = BigInt(sigma * 2 ** 52)
        expect(numerator * BigInt(1 + scale * scale) * 2n ** 104n).toBe(scaled * scaled * denominator)
      }),
    )
  })

  it('keeps 14 standard deviations in a table of at most 2^14, and sums smooth', () => {
    fc.assert(
      fc.property(sigmas, (sigma) => {
        const { scale, indexBits } = planNoise(sigma)
        const narrow = sigma / Math.hypot(1, scale)
        expect(indexBits).toBeLessThanOrEqual(14)
        expect(2 ** indexBits).toBeGreaterThanOrEqual(14 * narrow)
        if (scale > 0) expect(narrow / Math.hypot(1, scale)).toBeGreaterThan(2.399)
        else expect(sigma).toBeLessThanOrEqual(1024)
      }),
    )
  })

  it('never makes more than 32 bits hold', () => {
    const { scale, indexBits } = planNoise(2 ** 19)
    expect(2 ** indexBits * (1 + scale)).toBeLessThan(2 ** 24)
  })

  it.each([0, -1, 0.999, 2 ** 19 + 1, Number.NaN, Number.POSITIVE_INFINITY])(
    'refuses a sigma of %d',
    (sigma) => {
      expect(() => planNoise(sigma)).toThrow(expect.objectContaining({ code: 'privacy/bad-noise' }))
    },
  )
})
