/**
 * The delta of a mechanism that is (`epsilon`, `delta`)-private with exact noise and uses `samples` samples, each at total
 * variation `distance` from exact. All of them are at most T = samples * distance from exact, together, and so for any set S
 * and neighbours D, D': P(D in S) <= Q(D in S) + T <= e^epsilon Q(D' in S) + delta + T
 * <= e^epsilon P(D' in S) + delta + (1 + e^epsilon) T, where P is the mechanism as it is and Q with exact noise.
 */
export const deltaWithDistance = (
  delta: number,
  epsilon: number,
  samples: number,
  distance: number,
): number => delta + (1 + Math.exp(epsilon)) * samples * distance

/** The share of delta that is kept for noise not being exact. */
const SHARE = 2 ** -40

/**
 * The delta to account with, as if noise were exact, so that `delta` holds for noise as it is. What it keeps back is enough for
 * 2^50 samples at any epsilon up to 16 and delta from 10^-8 on: more than any dataset's budget pays for.
 */
export const deltaForExactNoise = (delta: number): number => delta * (1 - SHARE)
