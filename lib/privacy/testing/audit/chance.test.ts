import { describe, expect, it } from 'vitest'
import { fixedSequence } from '../../../autodiff/testing/random.ts'
import { type Crowd, chanceOfFewWrong, chanceOfManyWrong } from './chance.ts'
import { rightGuesses } from './guesses.ts'

/** Scores between 0 and 1 of those left out, between 0.4 and 1.4 of those put in. */
const crowd: Crowd = {
  included: 30,
  excluded: 30,
  tailIn: (threshold) => Math.min(1, Math.max(0, 1.4 - threshold)),
  tailOut: (threshold) => Math.min(1, Math.max(0, 1 - threshold)),
}
const included = Array.from({ length: 60 }, (_, canary) => canary < 30)
const thresholds = Array.from({ length: 71 }, (_, i) => i / 50)
const guesses = 20
const rounds = 20_000

/** How often each number of wrong guesses was made. */
const thrown = (): Float64Array => {
  const uniform = fixedSequence(5)
  const counts = new Float64Array(guesses + 1)
  for (let round = 0; round < rounds; round++) {
    const scores = Float64Array.from(included, (isIn) => uniform() + (isIn ? 0.4 : 0))
    counts[guesses - rightGuesses(scores, included, { asIn: guesses, asOut: 0 })]! += 1
  }
  return counts
}

describe('bounds on chance', () => {
  const counts = thrown()
  const share = (from: number, to: number) =>
    counts.slice(from, to + 1).reduce((sum, count) => sum + count, 0) / rounds

  it('hold for scores that are thrown', () => {
    for (let wrong = 0; wrong <= guesses; wrong++) {
      expect(share(0, wrong)).toBeLessThanOrEqual(
        chanceOfFewWrong(crowd, guesses, wrong, thresholds) + 3 / Math.sqrt(rounds),
      )
      expect(share(wrong + 1, guesses)).toBeLessThanOrEqual(
        chanceOfManyWrong(crowd, guesses, wrong, thresholds) + 3 / Math.sqrt(rounds),
      )
    }
  })

  it('say something', () => {
    const alike = { ...crowd, tailIn: crowd.tailOut }
    expect(chanceOfFewWrong(alike, guesses, 1, thresholds)).toBeLessThan(0.02)
    expect(chanceOfManyWrong({ ...crowd, tailOut: () => 0.1 }, guesses, 11, thresholds)).toBeLessThan(0.01)
  })

  it('are certain where there is no choice', () => {
    const apart = { ...crowd, tailIn: () => 1, tailOut: () => 0 }
    expect(chanceOfManyWrong(apart, guesses, 0, [0.5])).toBe(0)
    expect(chanceOfFewWrong(apart, guesses, 0, [0.5])).toBe(1)
  })
})
