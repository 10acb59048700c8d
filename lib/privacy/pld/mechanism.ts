import { logAdd, logErfc } from '../logMath.ts'

/** Which neighbour the outputs come from: the data with the record (`remove`), or the data without it (`add`). */
export type Direction = 'remove' | 'add'

/**
 * The privacy loss log(dP/dQ) of one step, as a growing function of one real coordinate x whose density under P is known.
 * With N(m) the normal law of mean m and standard deviation sigma: `remove` has P = (1-q) N(0) + q N(1) and Q = N(0);
 * `add` has them swapped, and x runs the other way. These two pairs dominate every pair of neighbours that differ by one
 * record: Zhu, Dong, Wang, "Optimal accounting of differential privacy via characteristic function" (2022).
 */
export interface Mechanism {
  /** x to loss; strictly growing. */
  readonly loss: (x: number) => number
  /** Loss to x; infinite for losses that no x has. */
  readonly position: (loss: number) => number
  /** Log of the density under P, given x and its loss. */
  readonly logDensity: (x: number, loss: number) => number
  /** Widest interval around x over which the density and the loss are smooth enough for `cells`. */
  readonly smoothWidth: (x: number) => number
  /** Outside, P has at most `exp(logTail)` on either side. */
  readonly from: number
  readonly to: number
}

/** Smallest x >= `low` for which a falling `logTailOf` is at most `target`, rounded up. */
const quantile = (logTailOf: (x: number) => number, low: number, scale: number, target: number): number => {
  let width = scale
  while (logTailOf(low + width) > target) width *= 2
  let below = 0
  for (let i = 0; i < 40; i++) {
    const middle = (below + width) / 2
    if (logTailOf(low + middle) > target) below = middle
    else width = middle
  }
  return low + width
}

/** Log of P(N(0, 1) > z). */
const logUpper = (z: number): number => logErfc(z / Math.SQRT2) - Math.LN2

/** One step of the Poisson-subsampled Gaussian: rate 0 < `q` <= 1, `sigma` > 0, tails cut at log probability `logTail`. */
export const subsampledGaussian = (
  q: number,
  sigma: number,
  direction: Direction,
  logTail: number,
): Mechanism => {
  const variance = sigma * sigma
  const logQ = Math.log(q)
  const logRest = Math.log1p(-q)
  const logScale = Math.log(sigma * Math.sqrt(2 * Math.PI))
  /** log((1-q) + q exp(u)). */
  const mixed = (u: number): number => {
    if (q === 1) return u
    return u < 30 ? Math.log1p(q * Math.expm1(u)) : logQ + u + Math.log1p(Math.exp(logRest - logQ - u))
  }
  const unmixed = (loss: number): number => {
    if (q === 1) return loss
    if (loss <= logRest) return -Infinity
    return loss < 30
      ? Math.log1p(Math.max(-1, Math.expm1(loss) / q))
      : loss - logQ + Math.log1p(-Math.exp(logRest - loss))
  }
  const lossAt = (x: number) => mixed((2 * x - 1) / (2 * variance))
  const positionOf = (loss: number) => variance * unmixed(loss) + 0.5
  const normal = (x: number) => -(x * x) / (2 * variance) - logScale
  const smooth = (x: number): number => {
    const distance = Math.max(Math.abs(x), Math.abs(x - 1)) / sigma
    return 0.5 * Math.min(variance, sigma / Math.max(1, distance))
  }
  const reach = quantile((x) => logUpper(x / sigma), 0, sigma, logTail)
  if (direction === 'add')
    return {
      loss: (x) => -lossAt(-x),
      position: (loss) => -positionOf(-loss),
      logDensity: normal,
      smoothWidth: (x) => smooth(-x),
      from: -reach,
      to: reach,
    }
  const tail = (x: number) => logAdd(logRest + logUpper(x / sigma), logQ + logUpper((x - 1) / sigma))
  return {
    loss: lossAt,
    position: positionOf,
    logDensity: q === 1 ? (x) => normal(x - 1) : (x, loss) => normal(x) + loss,
    smoothWidth: smooth,
    from: q === 1 ? 1 - reach : -reach,
    to: quantile(tail, 0, sigma, logTail),
  }
}
