import { describe, expect, it } from 'vitest'
import { lossCells, MASS_ERROR } from './cells.ts'
import type { DiscreteLoss } from './discreteLoss.ts'
import { integratedDelta } from './integrals.fixture.ts'
import { subsampledGaussian } from './mechanism.ts'
import { optimisticLoss } from './optimistic.ts'
import { pessimisticLoss } from './pessimistic.ts'

const TAIL = 1e-12

const curve = ({ masses, first, step, infinite }: DiscreteLoss, epsilon: number): number =>
  masses.reduce(
    (sum, mass, i) => sum + mass * Math.max(0, -Math.expm1(epsilon - (first + i) * step)),
    infinite,
  )

const cases = [0.01, 0.2, 0.9, 1].flatMap((q) =>
  [0.5, 1, 4].flatMap((sigma) =>
    (['remove', 'add'] as const).map((direction) => [q, sigma, direction] as const),
  ),
)

describe('one step on a grid', () => {
  it.each(cases)('is bounded from both sides, closely: q %d, sigma %d, %s', (q, sigma, direction) => {
    const mechanism = subsampledGaussian(q, sigma, direction, Math.log(TAIL))
    const low = mechanism.loss(mechanism.from)
    const high = mechanism.loss(mechanism.to)
    const step = (high - low) / 4000
    const above = pessimisticLoss(mechanism, step, TAIL)
    const below = optimisticLoss(mechanism, step)
    expect(above.masses.every((mass) => mass >= 0)).toBe(true)
    expect(below.masses.every((mass) => mass >= 0)).toBe(true)
    for (const share of [0.05, 0.2, 0.4003, 0.5, 0.6007, 0.75]) {
      const epsilon = low + share * (high - low)
      const exact = integratedDelta(q, sigma, direction, epsilon)
      // The oracle's own error: a kink in one panel, and rounding.
      const oracle = 1e-6 * exact + 1e-13
      expect(curve(above, epsilon)).toBeGreaterThanOrEqual(exact - oracle)
      expect(curve(below, epsilon)).toBeLessThanOrEqual(exact + oracle)
      expect(curve(above, epsilon) - curve(below, epsilon)).toBeLessThan(2e-3 * exact + 1e-7)
    }
  })

  it.each(cases)('is bounded on a grid that is far too coarse: q %d, sigma %d, %s', (q, sigma, direction) => {
    const mechanism = subsampledGaussian(q, sigma, direction, Math.log(TAIL))
    for (const points of [3, 7, 20]) {
      const step = (mechanism.loss(mechanism.to) - mechanism.loss(mechanism.from)) / points
      const above = pessimisticLoss(mechanism, step, TAIL)
      const below = optimisticLoss(mechanism, step)
      expect(below.masses.every((mass) => mass >= 0)).toBe(true)
      for (let i = -7; i <= 7; i++) {
        const epsilon = (i * step * points) / 8
        const exact = integratedDelta(q, sigma, direction, epsilon, 10_000)
        const oracle = 1e-5 * exact + 1e-12
        expect(curve(above, epsilon)).toBeGreaterThanOrEqual(exact - oracle)
        expect(curve(below, epsilon)).toBeLessThanOrEqual(exact + oracle)
      }
    }
  })

  it.each(cases)(
    'has cells that are right to the error that is reckoned with: q %d, sigma %d, %s',
    (q, sigma, direction) => {
      const mechanism = subsampledGaussian(q, sigma, direction, Math.log(TAIL))
      const step = (mechanism.loss(mechanism.to) - mechanism.loss(mechanism.from)) / 300
      const { first, mass, excess } = lossCells(mechanism, step, 0)
      for (let n = 0; n < mass.length; n += 7) {
        const reference = (first + n) * step
        const left = Math.max(mechanism.from, mechanism.position(reference))
        const right = Math.min(mechanism.to, mechanism.position(reference + step))
        // Simpson's rule with many panels, independent of where the cells' own panels end.
        let expectedMass = 0
        let expectedExcess = 0
        const panels = 2000
        for (let i = 0; i <= panels; i++) {
          const x = left + ((right - left) * i) / panels
          const weight = (i === 0 || i === panels ? 1 : i % 2 === 1 ? 4 : 2) * ((right - left) / panels / 3)
          const loss = mechanism.loss(x)
          const density = Math.exp(mechanism.logDensity(x, loss))
          expectedMass += weight * density
          expectedExcess -= weight * density * Math.expm1(reference - loss)
        }
        expect(Math.abs(mass[n]! - expectedMass)).toBeLessThanOrEqual(MASS_ERROR * expectedMass)
        expect(Math.abs(excess[n]! - expectedExcess)).toBeLessThanOrEqual(MASS_ERROR * expectedMass * step)
      }
    },
  )
})
