/** What a chi-square variable of so many degrees of freedom exceeds with probability 1e-9 (Wilson, Hilferty 1931). */
const criticalValue = (degrees: number): number => {
  const ninth = 2 / (9 * degrees)
  return degrees * (1 - ninth + 6 * Math.sqrt(ninth)) ** 3
}

/**
 * Pearson's statistic of `counts` against probabilities that sum to 1, over its critical value: a right distribution gives
 * more than 1 once in 10^9 runs. Outcomes expected fewer than 30 times are one outcome.
 */
export const chiSquareOverCritical = (
  counts: ArrayLike<number>,
  probabilities: ArrayLike<number>,
): number => {
  let drawn = 0
  for (let i = 0; i < counts.length; i++) drawn += counts[i]!
  let statistic = 0
  let degrees = -1
  const rare = { count: 0, expected: 0 }
  const add = (count: number, expected: number) => {
    statistic += (count - expected) ** 2 / expected
    degrees += 1
  }
  for (let i = 0; i < counts.length; i++) {
    const expected = drawn * probabilities[i]!
    if (expected >= 30) add(counts[i]!, expected)
    else {
      rare.count += counts[i]!
      rare.expected += expected
    }
  }
  if (rare.expected >= 5) add(rare.count, rare.expected)
  else if (rare.count > 60) return Number.POSITIVE_INFINITY
  return statistic / criticalValue(degrees)
}

/** The same for two samples of one size: whether they come from one distribution. Outcomes seen under 60 times are left out. */
export const twoSampleOverCritical = (left: Float64Array, right: Float64Array): number => {
  let statistic = 0
  let degrees = -1
  left.forEach((count, i) => {
    const both = count + right[i]!
    if (both < 60) return
    statistic += (count - right[i]!) ** 2 / both
    degrees += 1
  })
  return statistic / criticalValue(degrees)
}

/** Shares of the discrete Gaussian in float64, for -reach <= x <= reach, in this order. */
export const discreteGaussianShares = (sigma: number, reach: number): Float64Array => {
  const shares = new Float64Array(2 * reach + 1)
  let total = 0
  for (let x = -reach; x <= reach; x++) {
    const share = Math.exp((-x * x) / (2 * sigma * sigma))
    shares[x + reach] = share
    total += share
  }
  for (let i = 0; i < shares.length; i++) shares[i]! /= total
  return shares
}

/** How often each of -reach to `reach` was drawn. Throws for a sample beyond. */
export const countSamples = (samples: Int32Array, reach: number): Float64Array => {
  const counts = new Float64Array(2 * reach + 1)
  for (const sample of samples) {
    if (Math.abs(sample) > reach) throw new RangeError(`A sample of ${sample}.`)
    counts[sample + reach]! += 1
  }
  return counts
}

/** Neighbours summed in groups of `width`. */
export const inGroups = (values: Float64Array, width: number): Float64Array => {
  const groups = new Float64Array(Math.ceil(values.length / width))
  for (let i = 0; i < values.length; i++) groups[Math.floor(i / width)]! += values[i]!
  return groups
}
