import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { poissonSample } from './sampling.ts'

describe('Poisson sample', () => {
  it('is ascending, without repeats, within range', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (count, rate) => {
          const chosen = poissonSample(count, rate)
          for (let i = 0; i < chosen.length; i++) {
            expect(chosen[i]!).toBeLessThan(count)
            if (i > 0) expect(chosen[i]!).toBeGreaterThan(chosen[i - 1]!)
          }
        },
      ),
      { numRuns: 100 },
    )
  })

  it('takes nothing at rate 0 and everything at rate 1', () => {
    expect(poissonSample(1000, 0)).toHaveLength(0)
    expect(poissonSample(1000, 1)).toEqual(Uint32Array.from({ length: 1000 }, (_, i) => i))
    expect(poissonSample(0, 0.5)).toHaveLength(0)
  })

  it.each([0.001, 0.2, 0.5, 0.97])(
    'takes each record with probability %d, and sizes vary like a binomial',
    (rate) => {
      const count = 1000
      const draws = 400
      const hits = new Float64Array(count)
      const sizes: number[] = []
      for (let i = 0; i < draws; i++) {
        const chosen = poissonSample(count, rate)
        sizes.push(chosen.length)
        for (const index of chosen) hits[index]! += 1
      }
      const mean = sizes.reduce((a, b) => a + b, 0) / draws
      const spread = count * rate * (1 - rate)
      expect(Math.abs(mean - count * rate)).toBeLessThan(7 * Math.sqrt(spread / draws))
      const variance = sizes.reduce((sum, size) => sum + (size - count * rate) ** 2, 0) / draws
      // A fixed or capped batch would have far less variance.
      expect(variance / spread).toBeGreaterThan(0.5)
      expect(variance / spread).toBeLessThan(1.7)
      const worst = Math.max(...hits.map((hit) => Math.abs(hit - draws * rate)))
      expect(worst).toBeLessThan(8 * Math.sqrt(draws * rate * (1 - rate)) + 4)
    },
  )

  it('is sometimes larger than expected, never cut', () => {
    const sizes = Array.from({ length: 200 }, () => poissonSample(600, 0.2).length)
    expect(Math.max(...sizes)).toBeGreaterThan(120)
  })

  it('distinguishes rates far below 32 bits of resolution', () => {
    // At 2^-40 a sampler of 32 bits would either never or always round; expected hits here are 1e-6.
    expect(poissonSample(1_000_000, 2 ** -40).length).toBeLessThanOrEqual(1)
  })

  it.each([-1, 1.5, Number.NaN])('refuses a count of %d', (count) => {
    expect(() => poissonSample(count, 0.5)).toThrow('whole number')
  })

  it.each([-0.1, 1.1, Number.NaN])('refuses a rate of %d', (rate) => {
    expect(() => poissonSample(10, rate)).toThrow('between 0 and 1')
  })
})
