/** How often honest weights of one layer may be taken for crafted ones, by chance: the share of layers. */
export const FALSE_ALARM = 1e-6

/**
 * An upper bound on the chance that two random directions in `dimension` dimensions have |cos| > `cosine`: the two caps of a
 * sphere, I_(1 - c²)((d - 1) / 2, 1/2), with its integrand's last factor at its largest, and Watson's bound (1959) on the ratio
 * of gamma functions. Close to the value for cosines near 1.
 */
export const chanceParallel = (dimension: number, cosine: number): number => {
  if (dimension < 2) return 1
  const a = (dimension - 1) / 2
  return Math.min(1, (1 - cosine * cosine) ** a / (cosine * Math.sqrt(Math.PI * (a + 0.25))))
}

/**
 * The least m such that m or more of many rare events, `mean` expected, come together with a chance of at most
 * `FALSE_ALARM`: mean^m / m! bounds it for a sum of independent ones.
 */
export const leastUnlikely = (mean: number, falseAlarm = FALSE_ALARM): number => {
  let logBound = 0
  let count = 0
  // Beyond the mean each further event is rarer by more than a factor, so this ends.
  while (logBound > Math.log(falseAlarm)) {
    count += 1
    logBound += Math.log(mean) - Math.log(count)
  }
  return count
}
