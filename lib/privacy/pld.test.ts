import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PrivacyEvent } from './events.ts'
import { gaussianDelta, integratedDelta, integratedPairDelta, solveEpsilon } from './pld/integrals.fixture.ts'
import { invertedDelta } from './pld/inversion.fixture.ts'
import { pldEpsilon } from './pld.ts'
import { rdpEpsilon } from './rdp.ts'

const event = (samplingRate: number, noiseMultiplier: number, steps: number): PrivacyEvent => ({
  mechanism: 'subsampled-gaussian',
  samplingRate,
  noiseMultiplier,
  steps,
})

const bounds = (events: readonly PrivacyEvent[], delta: number) => ({
  above: pldEpsilon(events, delta),
  below: pldEpsilon(events, delta, { estimate: 'optimistic' }),
})

/** Rounding of the oracles, relative. */
const ORACLE = 1e-5
const WANTED = 1e-3

const expectAround = (events: readonly PrivacyEvent[], delta: number, exact: number): void => {
  const { above, below } = bounds(events, delta)
  expect(above).toBeGreaterThanOrEqual(exact * (1 - ORACLE))
  expect(above).toBeLessThanOrEqual(exact * (1 + WANTED))
  expect(below).toBeLessThanOrEqual(exact * (1 + ORACLE))
  expect(below).toBeGreaterThanOrEqual(exact * (1 - WANTED))
}

const both = ['remove', 'add'] as const

describe('epsilon from the distribution of the privacy loss', () => {
  it.each([
    [1, 1, 1e-5],
    [0.5, 3, 1e-5],
    [5, 100, 1e-5],
    [20, 1000, 1e-9],
    [100, 10, 1e-3],
    [2, 7, 1e-20],
  ])(
    'of steps without sampling is that of one Gaussian, exactly: noise %d, %d steps, delta %d',
    (sigma, steps, delta) => {
      const exact = solveEpsilon((epsilon) => gaussianDelta(sigma / Math.sqrt(steps), epsilon), delta)
      expectAround([event(1, sigma, steps)], delta, exact)
    },
  )

  it('of different steps without sampling is that of one Gaussian with the same total precision', () => {
    const precision = 3 / 2 ** 2 + 10 / 4 ** 2 + 50 / 11 ** 2
    const exact = solveEpsilon((epsilon) => gaussianDelta(1 / Math.sqrt(precision), epsilon), 1e-6)
    expectAround([event(1, 4, 10), event(1, 2, 3), event(1, 11, 50)], 1e-6, exact)
  })

  it.each([
    [0.01, 1, 1e-5],
    [0.2, 0.7, 1e-5],
    [0.2, 2.6, 1e-4],
    [0.5, 1, 1e-6],
    [0.9, 4, 1e-3],
  ])('of one step is that of integrating its definition: rate %d, noise %d, delta %d', (q, sigma, delta) => {
    const exact = Math.max(
      ...both.map((direction) =>
        solveEpsilon((epsilon) => integratedDelta(q, sigma, direction, epsilon), delta),
      ),
    )
    expectAround([event(q, sigma, 1)], delta, exact)
  })

  it.each([
    [0.3, 1, 0.3, 1],
    [0.1, 0.8, 0.6, 2],
    [0.5, 3, 1, 2],
  ])('of two steps is that of the double integral: %d, %d and %d, %d', (q1, sigma1, q2, sigma2) => {
    const delta = 1e-4
    const { above, below } = bounds([event(q1, sigma1, 1), event(q2, sigma2, 1)], delta)
    const at = (epsilon: number) =>
      Math.max(
        ...both.map((direction) =>
          integratedPairDelta(
            [
              [q1, sigma1],
              [q2, sigma2],
            ],
            direction,
            epsilon,
            1000,
          ),
        ),
      )
    expect(at(above * (1 + ORACLE))).toBeLessThanOrEqual(delta)
    expect(at(above * (1 - WANTED))).toBeGreaterThan(delta)
    expect(at(below * (1 - ORACLE))).toBeGreaterThanOrEqual(delta)
    expect(at(below * (1 + WANTED))).toBeLessThan(delta)
  })

  it.each([
    [0.01, 1, 1000, 1e-5, 40],
    [0.04, 1.5, 2250, 1e-5, 60],
    [0.2, 1.5, 60, 1e-5, 60],
    [0.2, 2.6, 320, 1e-5, 60],
    [256 / 60_000, 1.1, 14_062, 1e-5, 50],
  ])(
    'of many steps is that of inverting the characteristic function: rate %d, noise %d, %d steps',
    (q, sigma, steps, delta, width) => {
      expectAround(
        [event(q, sigma, steps)],
        delta,
        solveEpsilon(invertedDelta(q, sigma, steps, width), delta),
      )
    },
  )

  it.each([
    [0.2, 1, 320, 1e-5, 28.7, 0.05],
    [0.2, 2.6, 320, 1e-5, 6.8, 0.05],
    // Opacus, tests of its PRV accountant: an upper estimate with an absolute error of 0.01.
    [0.04, 1.5, 2250, 1e-5, 6.7774, 0.01],
  ])(
    'reproduces published anchors: rate %d, noise %d, %d steps',
    (q, sigma, steps, delta, published, error) => {
      expect(Math.abs(pldEpsilon([event(q, sigma, steps)], delta) - published)).toBeLessThan(error)
    },
  )

  it.each([
    [256 / 60_000, 1.1, 14_062, 1e-5],
    [0.01, 1, 1000, 1e-5],
    [0.04, 1.5, 2250, 1e-5],
    [0.005, 0.8, 10_000, 1e-6],
    [0.5, 0.1, 10, 1e-5],
    [0.9, 30, 5000, 1e-12],
    [0.01, 1, 1000, 1e-30],
    [0.3, 50, 10, 1e-5],
  ])(
    'is known closely and better than by moments: rate %d, noise %d, %d steps, delta %d',
    (q, sigma, steps, delta) => {
      const events = [event(q, sigma, steps)]
      const { above, below } = bounds(events, delta)
      expect(below).toBeLessThanOrEqual(above)
      expect(above - below).toBeLessThan(WANTED * above)
      expect(above).toBeLessThan(rdpEpsilon(events, delta))
    },
  )

  it('stays true where it cannot be close: tiny rates, hardly any noise, very many steps', () => {
    for (const events of [[event(1e-4, 0.7, 1e5)], [event(0.1, 0.01, 3)], [event(0.01, 2, 1e13)]]) {
      const { above, below } = bounds(events, 1e-6)
      expect(above).toBeGreaterThan(0)
      expect(below).toBeLessThanOrEqual(above)
      expect(below).toBeGreaterThanOrEqual(0)
      expect(above).toBeLessThanOrEqual(1.01 * rdpEpsilon(events, 1e-6))
    }
  })
})

describe('the form of epsilon', () => {
  it('is zero where delta covers all that happened', () => {
    expect(pldEpsilon([event(1e-6, 5, 1)], 1e-5)).toBe(0)
    expect(pldEpsilon([event(0.1, 1, 1)], 0.9)).toBe(0)
  })
})

describe('histories', () => {
  const rate = fc.constantFrom(0.01, 0.05, 0.2, 0.7, 1)
  const noise = fc.constantFrom(0.6, 1, 2.6, 8)
  const steps = fc.integer({ min: 1, max: 500 })
  const delta = fc.constantFrom(1e-3, 1e-5, 1e-8)
  const one = fc.tuple(rate, noise, steps).map(([q, sigma, count]) => event(q, sigma, count))
  const several = fc.array(one, { minLength: 1, maxLength: 4 })
  const FEW = { numRuns: 12 }
  /** Both bounds are true, so what holds of epsilon holds of an upper bound on one side and a lower one on the other. */
  const upper = (events: readonly PrivacyEvent[], at: number) => pldEpsilon(events, at)
  const lower = (events: readonly PrivacyEvent[], at: number) =>
    pldEpsilon(events, at, { estimate: 'optimistic' })

  it('never cost less with more steps, more sampling, less noise or a smaller delta', () => {
    fc.assert(
      fc.property(one, steps, delta, (history, more, at) => {
        const floor = lower([history], at)
        expect(upper([{ ...history, steps: history.steps + more }], at)).toBeGreaterThanOrEqual(floor)
        expect(
          upper([{ ...history, samplingRate: Math.min(1, history.samplingRate * 1.2) }], at),
        ).toBeGreaterThanOrEqual(floor)
        expect(
          upper([{ ...history, noiseMultiplier: history.noiseMultiplier / 1.2 }], at),
        ).toBeGreaterThanOrEqual(floor)
        expect(upper([history], at / 2)).toBeGreaterThanOrEqual(floor)
      }),
      FEW,
    )
  })

  it('cost strictly more with noticeably more of it', () => {
    const base = event(0.05, 1.2, 300)
    const epsilon = upper([base], 1e-5)
    expect(lower([{ ...base, steps: 310 }], 1e-5)).toBeGreaterThan(epsilon)
    expect(lower([{ ...base, samplingRate: 0.051 }], 1e-5)).toBeGreaterThan(epsilon)
    expect(lower([{ ...base, noiseMultiplier: 1.18 }], 1e-5)).toBeGreaterThan(epsilon)
    expect(lower([base], 0.9e-5)).toBeGreaterThan(epsilon)
  })

  it('cost the same in any order and however the same steps are written down', () => {
    fc.assert(
      fc.property(several, delta, (events, at) => {
        const epsilon = upper(events, at)
        expect(upper(events.toReversed(), at)).toBe(epsilon)
        const split = events.flatMap((item) => [
          { ...item, steps: Math.floor(item.steps / 3) },
          { ...item, steps: item.steps - Math.floor(item.steps / 3) },
        ])
        expect(upper(split, at)).toBe(epsilon)
      }),
      FEW,
    )
  })

  it('cost the same, up to the gap, when steps of nearly equal noise are accounted apart', () => {
    const together = bounds([event(0.1, 1.5, 200)], 1e-5)
    const apart = bounds([event(0.1, 1.5, 80), event(0.1, 1.5 + 1e-9, 120)], 1e-5)
    expect(apart.above).toBeGreaterThanOrEqual(together.below)
    expect(together.above).toBeGreaterThanOrEqual(apart.below)
    expect(apart.above).toBeLessThan(together.above * (1 + WANTED))
    expect(apart.below).toBeGreaterThan(together.below * (1 - WANTED))
  })

  it('are known closely, from both sides, and better than by moments', () => {
    fc.assert(
      fc.property(several, delta, (events, at) => {
        const above = upper(events, at)
        const below = lower(events, at)
        expect(below).toBeLessThanOrEqual(above)
        expect(above - below).toBeLessThanOrEqual(WANTED * above)
        expect(above).toBeLessThanOrEqual(rdpEpsilon(events, at))
      }),
      FEW,
    )
  })
})
