import { logAdd, logErfc, logSubtract } from './logMath.ts'

/** A series that has not converged by then is not used: its order counts as giving no guarantee. */
const MAX_TERMS = 100_000
/** exp(-36) is below float64's resolution. */
const NEGLIGIBLE = 36

/** log A(alpha) for whole alpha: the binomial sum of section 3.3, equation (3.3). 0 < q < 1. */
const logMomentWhole = (q: number, sigma: number, alpha: number): number => {
  const logQ = Math.log(q)
  const logRest = Math.log1p(-q)
  let logBinomial = 0
  let sum = -Infinity
  for (let i = 0; i <= alpha; i++) {
    sum = logAdd(sum, logBinomial + i * logQ + (alpha - i) * logRest + (i * i - i) / (2 * sigma * sigma))
    logBinomial += Math.log((alpha - i) / (i + 1))
  }
  return sum
}

/**
 * log A(alpha) for any alpha > 1: the two infinite series of section 3.3, for the integrals left and right of the point
 * where the mixture's two densities meet. Beyond alpha the terms alternate in sign. Infinity where it does not converge.
 */
const logMomentFractional = (q: number, sigma: number, alpha: number): number => {
  const logQ = Math.log(q)
  const logRest = Math.log1p(-q)
  const meet = sigma * sigma * (logRest - logQ) + 0.5
  const width = Math.SQRT2 * sigma
  let logBinomial = 0
  let sign = 1
  let left = -Infinity
  let right = -Infinity
  let before = Infinity
  for (let i = 0; i < MAX_TERMS; i++) {
    const j = alpha - i
    const common = logBinomial - Math.LN2
    const toLeft =
      common + i * logQ + j * logRest + (i * i - i) / (2 * sigma * sigma) + logErfc((i - meet) / width)
    const toRight =
      common + j * logQ + i * logRest + (j * j - j) / (2 * sigma * sigma) + logErfc((meet - j) / width)
    const accumulate = sign > 0 ? logAdd : logSubtract
    left = accumulate(left, toLeft)
    right = accumulate(right, toRight)
    const largest = Math.max(toLeft, toRight)
    const total = logAdd(left, right)
    if (Number.isNaN(total)) return Infinity
    if (i > alpha && largest < before && largest < total - NEGLIGIBLE) return total
    before = largest
    logBinomial += Math.log(Math.abs(j) / (i + 1))
    if (j < 0) sign = -sign
  }
  return Infinity
}

/**
 * Renyi divergence of order `alpha` > 1 of one step: Gaussian noise of `sigma` times the sensitivity on a Poisson sample
 * at rate `q`, neighbours differing by one record added or removed. Mironov, Talwar, Zhang, "Renyi differential privacy
 * of the sampled Gaussian mechanism" (2019). Nats; Infinity for no noise.
 */
export const subsampledGaussianRdp = (q: number, sigma: number, alpha: number): number => {
  if (q === 0) return 0
  if (sigma === 0) return Infinity
  if (q === 1) return alpha / (2 * sigma * sigma)
  const moment = Number.isInteger(alpha) ? logMomentWhole : logMomentFractional
  return Math.max(0, moment(q, sigma, alpha) / (alpha - 1))
}
