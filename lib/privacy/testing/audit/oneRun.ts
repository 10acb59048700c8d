import { binomialShares } from './binomial.ts'

/**
 * The statistics of an audit in one run: Steinke, Nasr, Jagielski, "Privacy auditing with one (1) training run" (2023,
 * arXiv:2305.08846). Each of `canaries` records was put in by a fair coin of its own; somebody who saw all that the mechanism
 * released guessed `guesses` of the coins, and `right` guesses were right.
 */
export interface AuditOutcome {
  readonly canaries: number
  /** At most `canaries`: on the others the guesser is silent. Fixed before the run. */
  readonly guesses: number
  /** At most `guesses`. */
  readonly right: number
}

/**
 * How likely, at most, a mechanism that is (`epsilon`, `delta`)-differentially private for records added or removed gives so many
 * right guesses or more, whoever guesses (theorem 5.2, corollary 5.4): with W ~ Binomial(guesses, 1 / (1 + e^-epsilon)),
 * P(W >= right) + 2 canaries delta max over i >= 1 of P(right - i <= W < right) / i. At most 1.
 */
export const auditPValue = (
  { canaries, guesses, right }: AuditOutcome,
  epsilon: number,
  delta: number,
): number => {
  const shares = binomialShares(guesses, 1 / (1 + Math.exp(-epsilon)))
  const atLeast = shares.subarray(right).reduceRight((sum, share) => sum + share, 0)
  let below = 0
  let steepest = 0
  for (let i = 1; i <= right; i++) {
    below += shares[right - i]!
    steepest = Math.max(steepest, below / i)
  }
  return Math.min(1, atLeast + 2 * canaries * delta * steepest)
}

/** Beyond what any number of guesses that fits into memory can show. */
const LARGEST_EPSILON = 40
const HALVINGS = 60

/**
 * The epsilon that an audit shows: with confidence 1 - `level` the mechanism is (epsilon, `delta`)-private for no smaller one. The
 * p-value rises with epsilon, so the bound is where it reaches `level`, from below; 0 where it is there from the beginning.
 */
export const epsilonLowerBound = (outcome: AuditOutcome, delta: number, level: number): number => {
  let low = 0
  let high = LARGEST_EPSILON
  if (auditPValue(outcome, 0, delta) >= level) return 0
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2
    if (auditPValue(outcome, middle, delta) < level) low = middle
    else high = middle
  }
  return low
}
