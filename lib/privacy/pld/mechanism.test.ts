import { describe, expect, it } from 'vitest'
import { densities } from './integrals.fixture.ts'
import { subsampledGaussian } from './mechanism.ts'

const cases = [0.001, 0.2, 0.9, 1].flatMap((q) =>
  [0.3, 1, 8].flatMap((sigma) =>
    (['remove', 'add'] as const).map((direction) => [q, sigma, direction] as const),
  ),
)

describe('privacy loss of one subsampled step', () => {
  it.each(cases)('is the log ratio of the densities: q %d, sigma %d, %s', (q, sigma, direction) => {
    const mechanism = subsampledGaussian(q, sigma, direction, Math.log(1e-12))
    const density = densities(q, sigma, direction)
    for (let i = 0; i <= 60; i++) {
      const x = mechanism.from + ((mechanism.to - mechanism.from) * i) / 60
      const output = direction === 'remove' ? x : -x
      const loss = mechanism.loss(x)
      expect(loss).toBeCloseTo(Math.log(density.p(output) / density.q(output)), 9)
      expect(Math.exp(mechanism.logDensity(x, loss))).toBeCloseTo(density.p(output), 10)
    }
  })

  it.each(cases)('grows, and its positions lead back to it: q %d, sigma %d, %s', (q, sigma, direction) => {
    const { from, to, loss, position } = subsampledGaussian(q, sigma, direction, Math.log(1e-12))
    let before = -Infinity
    for (let i = 0; i <= 60; i++) {
      const x = from + ((to - from) * i) / 60
      expect(loss(x)).toBeGreaterThanOrEqual(before)
      before = loss(x)
      expect(loss(position(before))).toBeCloseTo(before, 9)
    }
  })

  it('has no position for a loss that no output has', () => {
    expect(subsampledGaussian(0.2, 1, 'remove', -20).position(Math.log(0.8) - 0.01)).toBe(-Infinity)
    expect(subsampledGaussian(0.2, 1, 'add', -20).position(0.01 - Math.log(0.8))).toBe(Infinity)
  })

  it.each(cases)('leaves out no more than it was told to: q %d, sigma %d, %s', (q, sigma, direction) => {
    const { from, to } = subsampledGaussian(q, sigma, direction, Math.log(1e-3))
    const density = densities(q, sigma, direction)
    const p = (x: number) => density.p(direction === 'remove' ? x : -x)
    const width = sigma / 2000
    for (const [start, sign] of [
      [from, -1],
      [to, 1],
    ] as const) {
      let mass = 0
      for (let i = 0; i < 40_000; i++) mass += p(start + sign * (i + 0.5) * width) * width
      expect(mass).toBeLessThan(1e-3 * 1.0001)
      if (sign > 0) expect(mass).toBeGreaterThan(0.99e-3)
    }
  })
})
