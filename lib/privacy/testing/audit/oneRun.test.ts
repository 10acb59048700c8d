import { describe, expect, it } from 'vitest'
import { binomialAtLeast, binomialShares } from './binomial.ts'
import { auditPValue, epsilonLowerBound } from './oneRun.ts'

const accuracy = (epsilon: number): number => 1 / (1 + Math.exp(-epsilon))

describe('the p-value of an audit', () => {
  it('is the tail of guesses that are right with probability e^epsilon / (1 + e^epsilon), where delta is 0', () => {
    // Three coins, all right: q^3. Two of three or more: q^3 + 3 q^2 (1 - q).
    const q = accuracy(1)
    expect(auditPValue({ canaries: 9, guesses: 3, right: 3 }, 1, 0)).toBeCloseTo(q ** 3, 12)
    expect(auditPValue({ canaries: 9, guesses: 3, right: 2 }, 1, 0)).toBeCloseTo(
      q ** 3 + 3 * q * q * (1 - q),
      12,
    )
    expect(auditPValue({ canaries: 9, guesses: 3, right: 0 }, 1, 0)).toBeCloseTo(1, 12)
  })

  it('is the tail of all ways to throw coins', () => {
    const guesses = 12
    const q = accuracy(0.7)
    const byRight = new Float64Array(guesses + 1)
    for (let ways = 0; ways < 2 ** guesses; ways++) {
      const right = ways.toString(2).replaceAll('0', '').length
      byRight[right]! += q ** right * (1 - q) ** (guesses - right)
    }
    for (let right = 0; right <= guesses; right++) {
      const atLeast = byRight.slice(right).reduce((sum, share) => sum + share, 0)
      const slopes = Array.from(
        { length: right },
        (_, i) => byRight.slice(right - i - 1, right).reduce((sum, share) => sum + share, 0) / (i + 1),
      )
      const exact = Math.min(1, atLeast + 2 * 30 * 0.001 * Math.max(0, ...slopes))
      expect(auditPValue({ canaries: 30, guesses, right }, 0.7, 0.001)).toBeCloseTo(exact, 12)
    }
  })

  it('rises with epsilon', () => {
    for (const [canaries, guesses, right, delta] of [
      [1000, 100, 75, 1e-4],
      [100_000, 1510, 1439, 1e-5],
      [4000, 300, 250, 1e-6],
    ] as const) {
      const values = Array.from({ length: 400 }, (_, i) =>
        auditPValue({ canaries, guesses, right }, i / 50, delta),
      )
      values.slice(1).forEach((value, i) => {
        expect(value).toBeGreaterThanOrEqual(values[i]! * (1 - 1e-9))
      })
    }
  })
})

describe('the lower bound of an audit', () => {
  // Of the paper, appendix D and section 7: three digits, the second cut off instead of rounded.
  it.each([
    [{ canaries: 1000, guesses: 100, right: 75 }, 1e-4, 0.673],
    [{ canaries: 100_000, guesses: 1510, right: 1439 }, 1e-5, 2.675],
  ])('of %o at delta %d is the published %d', (outcome, delta, published) => {
    expect(Math.abs(epsilonLowerBound(outcome, delta, 0.05) - published)).toBeLessThan(1e-3)
  })

  it('has the closed form log(1 / (level^(-1/r) - 1)) where all r guesses are right and delta is 0', () => {
    for (const guesses of [5, 40, 1000])
      expect(epsilonLowerBound({ canaries: 1000, guesses, right: guesses }, 0, 0.05)).toBeCloseTo(
        -Math.log(0.05 ** (-1 / guesses) - 1),
        9,
      )
  })

  it('is 0 for guesses no better than chance', () => {
    expect(epsilonLowerBound({ canaries: 1000, guesses: 100, right: 50 }, 1e-6, 0.05)).toBe(0)
    expect(epsilonLowerBound({ canaries: 1000, guesses: 0, right: 0 }, 1e-6, 0.05)).toBe(0)
  })

  it('holds for randomised response, with the confidence it claims and not much more', () => {
    const guesses = 400
    for (const epsilon of [0.2, 1, 3]) {
      // Each coin is told truthfully with probability e^epsilon / (1 + e^epsilon): epsilon-private, and no better can be guessed.
      const shares = binomialShares(guesses, accuracy(epsilon))
      const wrongly = shares.reduce(
        (sum, share, right) =>
          epsilonLowerBound({ canaries: guesses, guesses, right }, 0, 0.05) > epsilon ? sum + share : sum,
        0,
      )
      expect(wrongly).toBeLessThanOrEqual(0.05)
      expect(wrongly).toBeGreaterThan(0.02)
    }
  })

  it('holds for a mechanism that gives a coin away with probability delta, because it counts delta', () => {
    const [canaries, guesses, epsilon, delta] = [1000, 60, 1, 0.01]
    // Who sees it guesses the coins that were given away first, and the rest by randomised response.
    const given = binomialShares(canaries, delta)
    const chanceOf = (right: number) =>
      given.reduce((sum, share, known) => {
        const told = Math.min(known, guesses)
        return sum + share * binomialAtLeast(right - told, guesses - told, accuracy(epsilon))
      }, 0)
    const least = (countedDelta: number) => {
      let right = 0
      while (
        right <= guesses &&
        epsilonLowerBound({ canaries, guesses, right }, countedDelta, 0.05) <= epsilon
      )
        right += 1
      return right
    }
    expect(chanceOf(least(delta))).toBeLessThanOrEqual(0.05)
    expect(chanceOf(least(0))).toBeGreaterThan(0.1)
  })
})
