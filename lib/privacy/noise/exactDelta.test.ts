import { describe, expect, it } from 'vitest'
import { discreteGaussian } from '../discreteGaussian.ts'
import { continuousDistance } from './distance.ts'
import { deltaForExactNoise, deltaWithDistance } from './exactDelta.ts'

/** sup over S of P(S) - e^epsilon Q(S). */
const hockeyStick = (p: readonly number[], q: readonly number[], epsilon: number): number =>
  p.reduce((sum, own, i) => sum + Math.max(0, own - Math.exp(epsilon) * q[i]!), 0)

describe('noise that is not exact', () => {
  it('costs delta (1 + e^epsilon) times its distance, and may cost all of that', () => {
    const epsilon = Math.log(2)
    const exact = { here: [0.5, 0.25, 0.25], there: [0.3, 0.2, 0.5] }
    const delta = hockeyStick(exact.here, exact.there, epsilon)
    expect(delta).toBe(0)
    const bound = deltaWithDistance(delta, epsilon, 2, 0.02)
    expect(bound).toBeCloseTo(3 * 0.04, 12)
    // Each distribution changed by 0.04, in the worst places.
    const tight = { here: [0.4, 0.6], there: [0.2, 0.8] }
    expect(hockeyStick(tight.here, tight.there, epsilon)).toBe(0)
    expect(hockeyStick([0.44, 0.56], [0.16, 0.84], epsilon)).toBeCloseTo(bound, 12)
  })

  it.each([1, 1024, 5000, 2 ** 18, 400_000.5, 2 ** 19])(
    'is paid for by what is kept back, at sigma %d',
    (sigma) => {
      const distance = discreteGaussian(sigma).distance + continuousDistance
      for (const delta of [1e-5, 1e-8])
        expect(deltaWithDistance(deltaForExactNoise(delta), 16, 2 ** 50, distance)).toBeLessThan(delta)
    },
  )

  it('changes no delta that anybody reads', () => {
    expect(deltaForExactNoise(1e-5)).toBeLessThan(1e-5)
    expect(deltaForExactNoise(1e-5)).toBeCloseTo(1e-5, 15)
  })
})
