/** How many coins are guessed, by the scores alone: of the highest that they are in, of the lowest that they are out. */
export interface GuessPlan {
  readonly asIn: number
  readonly asOut: number
}

/** How many guesses are right. `scores` and `included` by canary; the plan takes each canary once at most. */
export const rightGuesses = (
  scores: Float64Array,
  included: readonly boolean[],
  { asIn, asOut }: GuessPlan,
): number => {
  if (asIn + asOut > scores.length) throw new RangeError('More guesses than canaries.')
  const order = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]!)
  const first = order.slice(0, asIn).filter((canary) => included[canary]).length
  const last = order.slice(order.length - asOut).filter((canary) => !included[canary]).length
  return first + last
}
