import { describe, expect, it } from 'vitest'
import { chiSquareOverCritical, countSamples, discreteGaussianShares } from './chiSquare.ts'
import { bernoulliExp, discreteLaplace, exactDiscreteGaussian } from './exactDiscreteGaussian.ts'

describe('the exact sampler', () => {
  it.each([
    [0n, 1n],
    [1n, 3n],
    [1n, 1n],
    [7n, 2n],
  ])('is true with probability exp(-%d/%d)', (numerator, denominator) => {
    const draws = 40_000
    let hits = 0
    for (let i = 0; i < draws; i++) if (bernoulliExp({ numerator, denominator })) hits += 1
    const p = Math.exp(-Number(numerator) / Number(denominator))
    expect(Math.abs(hits / draws - p)).toBeLessThanOrEqual(7 * Math.sqrt((p * (1 - p)) / draws))
  })

  it('draws the discrete Laplace distribution', () => {
    const samples = Int32Array.from({ length: 40_000 }, () => Number(discreteLaplace(3n)))
    const reach = 120
    const shares = Float64Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-Math.abs(i - reach) / 3))
    const total = shares.reduce((sum, share) => sum + share, 0)
    expect(
      chiSquareOverCritical(
        countSamples(samples, reach),
        shares.map((share) => share / total),
      ),
    ).toBeLessThan(1)
  })

  it.each([
    [1n, 1n],
    [9n, 4n],
    [100n, 1n],
  ])('draws the discrete Gaussian of variance %d/%d', (numerator, denominator) => {
    const draw = exactDiscreteGaussian({ numerator, denominator })
    const samples = Int32Array.from({ length: 40_000 }, draw)
    const sigma = Math.sqrt(Number(numerator) / Number(denominator))
    const reach = Math.ceil(12 * sigma)
    const counts = countSamples(samples, reach)
    expect(chiSquareOverCritical(counts, discreteGaussianShares(sigma, reach))).toBeLessThan(1)
    // The same counts are not those of noise that is a little wider.
    expect(chiSquareOverCritical(counts, discreteGaussianShares(sigma * 1.06, reach))).toBeGreaterThan(1)
  })
})
