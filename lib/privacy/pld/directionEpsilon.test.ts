import { describe, expect, it } from 'vitest'
import type { PrivacyEvent } from '../events.ts'
import { pldEpsilon } from '../pld.ts'
import { directionEpsilon } from './directionEpsilon.ts'
import { integratedPairDelta } from './integrals.fixture.ts'

const DELTA = 1e-3

const event = (samplingRate: number, noiseMultiplier: number): PrivacyEvent => ({
  mechanism: 'subsampled-gaussian',
  samplingRate,
  noiseMultiplier,
  steps: 1,
})

describe('epsilon of one direction', () => {
  const pairs = [
    [0.3, 1, 0.5, 1],
    [0.1, 0.6, 0.7, 2],
  ] as const
  for (const direction of ['remove', 'add'] as const)
    it.each(pairs)(
      `is that of the double integral, record ${direction}: %d, %d and %d, %d`,
      (q1, s1, q2, s2) => {
        const events = [event(q1, s1), event(q2, s2)]
        const of = (estimate: 'pessimistic' | 'optimistic') =>
          directionEpsilon(events, DELTA, direction, estimate, 5e-5)
        const at = (epsilon: number) =>
          integratedPairDelta(
            [
              [q1, s1],
              [q2, s2],
            ],
            direction,
            epsilon,
            1000,
          )
        expect(at(of('pessimistic') * 1.00001)).toBeLessThanOrEqual(DELTA)
        expect(at(of('pessimistic') * 0.999)).toBeGreaterThan(DELTA)
        expect(at(of('optimistic') * 0.99999)).toBeGreaterThanOrEqual(DELTA)
        expect(at(of('optimistic') * 1.001)).toBeLessThan(DELTA)
        expect(pldEpsilon(events, DELTA)).toBeGreaterThanOrEqual(of('optimistic'))
      },
    )

  it('is a bound whatever the tolerance', () => {
    const events = [{ ...event(0.05, 1), steps: 200 }]
    for (const direction of ['remove', 'add'] as const) {
      const below = directionEpsilon(events, DELTA, direction, 'optimistic', 1e-5)
      const above = directionEpsilon(events, DELTA, direction, 'pessimistic', 1e-5)
      for (const tolerance of [0.3, 1e-2, 1e-3]) {
        expect(directionEpsilon(events, DELTA, direction, 'pessimistic', tolerance)).toBeGreaterThanOrEqual(
          below,
        )
        expect(directionEpsilon(events, DELTA, direction, 'optimistic', tolerance)).toBeLessThanOrEqual(above)
      }
    }
  })
})
