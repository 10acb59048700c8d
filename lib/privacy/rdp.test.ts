import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PrivacyEvent } from './events.ts'
import { RDP_ORDERS, rdpEpsilon } from './rdp.ts'
import { subsampledGaussianRdp } from './subsampledGaussian.ts'

const event = (samplingRate: number, noiseMultiplier: number, steps: number): PrivacyEvent => ({
  mechanism: 'subsampled-gaussian',
  samplingRate,
  noiseMultiplier,
  steps,
})

/**
 * Independent oracle: the definition of the divergence, E over z ~ N(0, sigma^2) of ((1-q) + q exp((2z-1)/(2 sigma^2)))^alpha,
 * integrated numerically in float64 by the trapezium rule around where the integrand lives.
 */
const integratedRdp = (q: number, sigma: number, alpha: number): number => {
  const logIntegrand = (z: number) => {
    const exponent = Math.log(q) + (2 * z - 1) / (2 * sigma * sigma)
    const rest = Math.log1p(-q)
    const high = Math.max(exponent, rest)
    const ratio = high + Math.log1p(Math.exp(Math.min(exponent, rest) - high))
    return alpha * ratio - (z * z) / (2 * sigma * sigma) - Math.log(sigma * Math.sqrt(2 * Math.PI))
  }
  const from = -12 * sigma
  const to = alpha + 12 * sigma
  const panels = 200_000
  const width = (to - from) / panels
  let peak = -Infinity
  for (let i = 0; i <= panels; i++) peak = Math.max(peak, logIntegrand(from + i * width))
  let sum = 0
  for (let i = 0; i <= panels; i++) {
    sum += Math.exp(logIntegrand(from + i * width) - peak) * (i === 0 || i === panels ? 0.5 : 1)
  }
  return (peak + Math.log(sum * width)) / (alpha - 1)
}

describe('divergence of one subsampled step', () => {
  const cases = [0.001, 0.01, 0.2, 0.5, 0.9].flatMap((q) =>
    [0.5, 1, 2.6, 10].flatMap((sigma) =>
      [1.1, 1.5, 2, 2.75, 7.25, 8, 11.5, 32].map((alpha) => [q, sigma, alpha] as const),
    ),
  )

  it.each(cases)('agrees with integrating its definition: q %d, sigma %d, order %d', (q, sigma, alpha) => {
    const expected = integratedRdp(q, sigma, alpha)
    // Where the moment is 1 + tiny, float64 resolves its logarithm only absolutely.
    const resolution = 1e-11 / (alpha - 1)
    expect(Math.abs(subsampledGaussianRdp(q, sigma, alpha) - expected)).toBeLessThan(
      1e-8 * expected + resolution,
    )
  })

  it('is the plain Gaussian when every record is sampled', () => {
    for (const alpha of RDP_ORDERS) expect(subsampledGaussianRdp(1, 2, alpha)).toBeCloseTo(alpha / 8, 12)
  })

  it('approaches the plain Gaussian as the rate approaches 1', () => {
    for (const alpha of [1.5, 2, 5.25]) {
      expect(subsampledGaussianRdp(1 - 1e-9, 2, alpha)).toBeCloseTo(alpha / 8, 6)
    }
  })

  it('is never below zero and never falls with the order', () => {
    for (const q of [1e-5, 0.05, 0.6]) {
      for (const sigma of [0.4, 3, 50]) {
        let before = 0
        for (const alpha of RDP_ORDERS) {
          const rdp = subsampledGaussianRdp(q, sigma, alpha)
          expect(rdp).toBeGreaterThanOrEqual(before - 1e-9)
          before = rdp
        }
      }
    }
  })
})

describe('epsilon', () => {
  it.each([
    [0.2, 2.6, 320, 7.382],
    [0.2, 1.0, 320, 31.194],
  ])('reproduces the published anchors: q %d, sigma %d, %d steps', (q, sigma, steps, expected) => {
    expect(rdpEpsilon([event(q, sigma, steps)], 1e-5)).toBeCloseTo(expected, 2)
  })

  // Few distinct mechanisms, many step counts: the curve of a mechanism is worked out once.
  const rate = fc.constantFrom(0.005, 0.05, 0.2, 0.7, 1)
  const noise = fc.constantFrom(0.6, 1, 2.6, 8)
  const steps = fc.integer({ min: 1, max: 5000 })
  const events = fc.array(fc.record({ rate, noise, steps }), { minLength: 1, maxLength: 6 })
  const asEvents = (list: { rate: number; noise: number; steps: number }[]) =>
    list.map((item) => event(item.rate, item.noise, item.steps))

  it('never falls with more steps, more sampling or less noise', () => {
    fc.assert(
      fc.property(rate, noise, steps, steps, (q, sigma, a, b) => {
        const epsilon = rdpEpsilon([event(q, sigma, a)], 1e-5)
        expect(rdpEpsilon([event(q, sigma, a + b)], 1e-5)).toBeGreaterThanOrEqual(epsilon)
        expect(rdpEpsilon([event(Math.min(1, q * 1.5), sigma, a)], 1e-5)).toBeGreaterThanOrEqual(
          epsilon - 1e-9,
        )
        expect(rdpEpsilon([event(q, sigma * 1.5, a)], 1e-5)).toBeLessThanOrEqual(epsilon + 1e-9)
      }),
      { numRuns: 60 },
    )
  })

  it('does not depend on how the same steps are split, nor on their order', () => {
    fc.assert(
      fc.property(rate, noise, steps, steps, (q, sigma, a, b) => {
        const together = rdpEpsilon([event(q, sigma, a + b)], 1e-6)
        const apart = rdpEpsilon([event(q, sigma, a), event(q, sigma, b)], 1e-6)
        expect(Math.abs(apart - together)).toBeLessThanOrEqual(1e-9 * together + 1e-12)
      }),
      { numRuns: 60 },
    )
    fc.assert(
      fc.property(events, (list) => {
        const forward = rdpEpsilon(asEvents(list), 1e-5)
        const backward = rdpEpsilon(asEvents(list.toReversed()), 1e-5)
        expect(Math.abs(forward - backward)).toBeLessThanOrEqual(1e-9 * forward + 1e-12)
      }),
      { numRuns: 60 },
    )
  })

  it('grows with everything that is added, and by no more than basic composition', () => {
    fc.assert(
      fc.property(events, events, (first, second) => {
        const a = asEvents(first)
        const b = asEvents(second)
        const both = rdpEpsilon([...a, ...b], 2e-5)
        expect(both).toBeGreaterThanOrEqual(rdpEpsilon(a, 2e-5) - 1e-9)
        // (e1, d) and (e2, d) compose to (e1 + e2, 2d); RDP may lose only what its conversion loses.
        const basic = rdpEpsilon(a, 1e-5) + rdpEpsilon(b, 1e-5)
        expect(both).toBeLessThanOrEqual(basic * 1.05 + 0.05)
      }),
      { numRuns: 60 },
    )
  })
})
