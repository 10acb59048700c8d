import { describe, expect, it } from 'vitest'
import { ACCOUNTANTS } from './accountant.ts'
import { noiseFor } from './calibrate.ts'

const wish = { epsilon: 8, delta: 1e-5, samplingRate: 0.2, steps: 320, accountant: 'rdp' } as const

const cost = (
  noiseMultiplier: number,
  { accountant, samplingRate, steps, delta }: Parameters<typeof noiseFor>[0],
) =>
  ACCOUNTANTS[accountant]([{ mechanism: 'subsampled-gaussian', noiseMultiplier, samplingRate, steps }], delta)

describe('noise for a wanted epsilon', () => {
  it.each(
    (['rdp', 'pld'] as const).flatMap((accountant) => [
      { ...wish, accountant },
      { ...wish, accountant, epsilon: 0.5, steps: 40 },
      { ...wish, accountant, epsilon: 3, samplingRate: 1, steps: 5 },
      { ...wish, accountant, epsilon: 1, samplingRate: 0.01, steps: 1000, delta: 1e-6 },
    ]),
  )('is enough, and a thousandth less is not: %o', (wanted) => {
    const noise = noiseFor(wanted)
    expect(cost(noise, wanted)).toBeLessThanOrEqual(wanted.epsilon)
    expect(cost(noise * 0.999, wanted)).toBeGreaterThan(wanted.epsilon)
  })

  it('is less by the tighter accountant', () => {
    expect(noiseFor({ ...wish, accountant: 'pld' })).toBeLessThan(noiseFor(wish) * 0.99)
  })

  it('finds the noise of the published example again', () => {
    expect(noiseFor({ ...wish, epsilon: 7.382 })).toBeCloseTo(2.6, 3)
  })

  it('is none where no record takes part, and never below 0.05', () => {
    expect(noiseFor({ ...wish, steps: 0 })).toBe(0)
    expect(noiseFor({ ...wish, samplingRate: 0 })).toBe(0)
    expect(noiseFor({ ...wish, epsilon: 1e7 })).toBe(0.05)
  })

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('refuses epsilon %d', (epsilon) => {
    expect(() => noiseFor({ ...wish, epsilon })).toThrow('positive number')
  })

  it('says so when no noise is enough', () => {
    expect(() => noiseFor({ ...wish, epsilon: 1e-9, samplingRate: 1, steps: 1e9 })).toThrow(
      'No noise is enough',
    )
  })

  it('refuses what the accountant refuses', () => {
    expect(() => noiseFor({ ...wish, delta: 0 })).toThrow('Delta')
    expect(() => noiseFor({ ...wish, samplingRate: 2 })).toThrow('out of range')
  })
})
