import { describe, expect, it } from 'vitest'
import { fillGaussian } from './gaussian.ts'
import { logErfc } from './logMath.ts'

const draw = (count: number, std: number): Float32Array => {
  const out = new Float32Array(count)
  fillGaussian(out, std)
  return out
}

const cumulative = (x: number): number => Math.exp(logErfc(-x / Math.SQRT2)) / 2

// Bounds are some seven standard errors wide: a correct sampler fails one of them about once in 10^11 runs.
describe('Gaussian noise', () => {
  const count = 400_000
  const sample = draw(count, 1)

  it('has mean 0, variance 1, no skew and the kurtosis of a Gaussian', () => {
    const moment = (power: number) => sample.reduce((sum, x) => sum + x ** power, 0) / count
    expect(Math.abs(moment(1))).toBeLessThan(7 / Math.sqrt(count))
    expect(Math.abs(moment(2) - 1)).toBeLessThan(7 * Math.sqrt(2 / count))
    expect(Math.abs(moment(3))).toBeLessThan(7 * Math.sqrt(15 / count))
    expect(Math.abs(moment(4) - 3)).toBeLessThan(7 * Math.sqrt(96 / count))
  })

  it('follows the normal distribution (Kolmogorov-Smirnov)', () => {
    const sorted = sample.toSorted()
    let distance = 0
    sorted.forEach((x, i) => {
      const expected = cumulative(x)
      distance = Math.max(distance, Math.abs(expected - i / count), Math.abs(expected - (i + 1) / count))
    })
    // P(distance > t) < 2 exp(-2 count t^2): 2e-14 here.
    expect(distance).toBeLessThan(4 / Math.sqrt(count))
  })

  it.each([2, 3, 4])('has the right mass beyond %d standard deviations', (bound) => {
    const expected = 2 * count * cumulative(-bound)
    const found = sample.filter((x) => Math.abs(x) > bound).length
    expect(Math.abs(found - expected)).toBeLessThan(7 * Math.sqrt(expected) + 2)
  })

  it('has independent neighbours: the two halves of a pair, and pairs in a row', () => {
    for (const lag of [1, 2]) {
      let product = 0
      let squares = 0
      for (let i = 0; i + lag < count; i++) {
        product += sample[i]! * sample[i + lag]!
        squares += sample[i]! ** 2 * sample[i + lag]! ** 2
      }
      expect(Math.abs(product / count)).toBeLessThan(7 / Math.sqrt(count))
      // A bound radius or a bound angle would correlate the squares.
      expect(Math.abs(squares / count - 1)).toBeLessThan(7 * Math.sqrt(8 / count))
    }
  })

  it('scales with the standard deviation, not the variance', () => {
    const wide = draw(100_000, 25)
    const std = Math.sqrt(wide.reduce((sum, x) => sum + x * x, 0) / wide.length)
    expect(Math.abs(std / 25 - 1)).toBeLessThan(7 / Math.sqrt(2 * wide.length))
  })

  it.each([0, 1, 2, 3, 10_922, 10_923, 32_767])('fills all of %d samples', (length) => {
    const out = new Float32Array(length).fill(Number.NaN)
    fillGaussian(out, 1)
    expect(out.every(Number.isFinite)).toBe(true)
  })

  it('never gives the same noise twice', () => {
    expect(draw(16, 1)).not.toEqual(draw(16, 1))
  })

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('refuses a standard deviation of %d', (std) => {
    expect(() => fillGaussian(new Float32Array(2), std)).toThrow('above zero')
  })
})
