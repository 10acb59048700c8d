const HALF_LOG_PI = Math.log(Math.PI) / 2

/** `log(exp(a) + exp(b))`. */
export const logAdd = (a: number, b: number): number => {
  const high = Math.max(a, b)
  if (high === -Infinity || high === Infinity) return high
  return high + Math.log1p(Math.exp(Math.min(a, b) - high))
}

/** `log(exp(a) - exp(b))`; NaN where the difference is negative. */
export const logSubtract = (a: number, b: number): number => {
  if (b === -Infinity) return a
  if (a === b) return -Infinity
  return a + Math.log(-Math.expm1(b - a))
}

/** erf(x) for 0 <= x < 2.5, by Abramowitz and Stegun 7.1.6: every term is positive, nothing cancels. */
const erfSmall = (x: number): number => {
  let term = x
  let sum = x
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1)
    sum += term
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum
}

/** log erfc(x) for x >= 2.5, by the continued fraction of Abramowitz and Stegun 7.1.14, from its end. */
const logErfcLarge = (x: number): number => {
  let tail = x
  for (let k = Math.ceil(20 + 400 / (x * x)); k >= 1; k--) tail = x + k / 2 / tail
  return -x * x - HALF_LOG_PI - Math.log(tail)
}

/** Logarithm of the complementary error function, for any finite x; relative accuracy of erfc about 1e-12. */
export const logErfc = (x: number): number => {
  if (x >= 2.5) return logErfcLarge(x)
  if (x >= 0) return Math.log1p(-erfSmall(x))
  return x > -2.5 ? Math.log1p(erfSmall(-x)) : Math.log(2 - Math.exp(logErfcLarge(-x)))
}
