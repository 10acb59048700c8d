import { describe, expect, it } from 'vitest'
import { binomialAtLeast, binomialAtMost, binomialShares } from './binomial.ts'

/** Pascal's triangle in whole numbers. */
const choose = (n: bigint, k: bigint): bigint => (k === 0n ? 1n : (choose(n, k - 1n) * (n - k + 1n)) / k)

/** P(X = k) for p = numerator / denominator: exact, and rounded once. */
const exactShare = (n: number, k: number, numerator: bigint, denominator: bigint): number => {
  const ways =
    choose(BigInt(n), BigInt(k)) * numerator ** BigInt(k) * (denominator - numerator) ** BigInt(n - k)
  return Number((ways * 10n ** 40n) / denominator ** BigInt(n)) / 1e40
}

describe('binomial shares', () => {
  it.each([
    [1, 1n, 2n],
    [7, 1n, 3n],
    [40, 9n, 10n],
    [200, 3n, 200n],
  ])('of %d with probability %d/%d are those of whole numbers', (n, numerator, denominator) => {
    binomialShares(n, Number(numerator) / Number(denominator)).forEach((share, k) => {
      const exact = exactShare(n, k, numerator, denominator)
      expect(Math.abs(share - exact)).toBeLessThanOrEqual(1e-12 * exact + 1e-38)
    })
  })

  it('are one outcome where nothing is left to chance', () => {
    expect([...binomialShares(3, 0)]).toEqual([1, 0, 0, 0])
    expect([...binomialShares(3, 1)]).toEqual([0, 0, 0, 1])
    expect([...binomialShares(0, 0.3)]).toEqual([1])
  })

  it('add up from either end', () => {
    for (const k of [0, 1, 17, 40])
      expect(binomialAtMost(k - 1, 40, 0.4) + binomialAtLeast(k, 40, 0.4)).toBeCloseTo(1, 12)
    expect(binomialAtMost(-1, 40, 0.4)).toBe(0)
    expect(binomialAtLeast(41, 40, 0.4)).toBe(0)
    expect(binomialAtLeast(-3, 40, 0.4)).toBeCloseTo(1, 12)
  })
})
