import { binomialAtLeast, binomialAtMost } from './binomial.ts'
import type { Tail } from './idealScores.ts'

/** Canaries whose coins have fallen, and how their scores are distributed, each independently. */
export interface Crowd {
  readonly included: number
  readonly excluded: number
  readonly tailIn: Tail
  readonly tailOut: Tail
}

/**
 * Bounds the chance that of the `guesses` highest scores at most `wrong` are of canaries that were left out. For any
 * threshold: either at least guesses - wrong included canaries are above it; or one of the guessed is not above it, so all
 * that are above are guessed, and at most `wrong` of them were left out. The smallest such bound of `thresholds`.
 */
export const chanceOfFewWrong = (
  { included, excluded, tailIn, tailOut }: Crowd,
  guesses: number,
  wrong: number,
  thresholds: readonly number[],
): number =>
  Math.min(
    1,
    ...thresholds.map(
      (threshold) =>
        binomialAtLeast(guesses - wrong, included, tailIn(threshold)) +
        binomialAtMost(wrong, excluded, tailOut(threshold)),
    ),
  )

/**
 * Bounds the chance that more than `wrong` are. For any threshold: either fewer than `guesses` included canaries are above it; or
 * all the guessed are above it, and so are more than `wrong` that were left out.
 */
export const chanceOfManyWrong = (
  { included, excluded, tailIn, tailOut }: Crowd,
  guesses: number,
  wrong: number,
  thresholds: readonly number[],
): number =>
  Math.min(
    1,
    ...thresholds.map(
      (threshold) =>
        binomialAtMost(guesses - 1, included, tailIn(threshold)) +
        binomialAtLeast(wrong + 1, excluded, tailOut(threshold)),
    ),
  )
