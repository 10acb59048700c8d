/**
 * P(X = k) of X ~ Binomial(n, p), for k = 0 to n: the ratios of neighbours, outwards from the largest, so that no share loses
 * precision to another. Shares below 10^-308 are 0.
 */
export const binomialShares = (n: number, p: number): Float64Array => {
  const shares = new Float64Array(n + 1)
  const mode = Math.min(n, Math.floor((n + 1) * p))
  shares[mode] = 1
  for (let k = mode; k < n; k++) shares[k + 1] = ((shares[k]! * (n - k)) / (k + 1)) * (p / (1 - p))
  for (let k = mode; k > 0; k--) shares[k - 1] = ((shares[k]! * k) / (n - k + 1)) * ((1 - p) / p)
  const total = shares.reduce((sum, share) => sum + share, 0)
  return shares.map((share) => share / total)
}

/** P(X <= k) of X ~ Binomial(n, p); any whole k. */
export const binomialAtMost = (k: number, n: number, p: number): number =>
  binomialShares(n, p)
    .subarray(0, Math.max(0, k + 1))
    .reduce((sum, share) => sum + share, 0)

/** P(X >= k) of X ~ Binomial(n, p); any whole k. */
export const binomialAtLeast = (k: number, n: number, p: number): number =>
  binomialShares(n, p)
    .subarray(Math.max(0, k))
    .reduceRight((sum, share) => sum + share, 0)
