/**
 * What happened to a dataset, apart from how it is counted: accountants are functions over events (the division of
 * Google's dp_accounting). A `none` event has no noise; its other numbers mean nothing.
 */
export interface PrivacyEvent {
  readonly mechanism: 'subsampled-gaussian' | 'none'
  /** Standard deviation of the noise over the L2 sensitivity (the clip), > 0. */
  readonly noiseMultiplier: number
  /** Probability that a record is in a step's Poisson sample, 0 to 1. */
  readonly samplingRate: number
  /** How many times in a row; a fraction counts as a whole step. */
  readonly steps: number
}
