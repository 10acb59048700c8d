import { ProvisoError } from '../protocol/errors.ts'
import { ACCOUNTANTS, type AccountantName } from './accountant.ts'

export interface PrivacyWish {
  /** Epsilon that may be spent, > 0. */
  readonly epsilon: number
  readonly delta: number
  /** 0 to 1. */
  readonly samplingRate: number
  readonly steps: number
  readonly accountant: AccountantName
}

/** Relative to the smallest noise multiplier. */
const PRECISION = 1e-4
/** Between these a noise multiplier is looked for. */
const LEAST = 0.05
const MOST = 1e6

/**
 * The smallest noise multiplier, to one part in 10,000 and rounded up, with which the steps wished for cost at most `epsilon`. What
 * is returned was itself accounted and found to do. 0 where no step takes a record. Never below 0.05: training with less noise than
 * that has no privacy worth the name.
 * Throws `privacy/bad-epsilon` for an epsilon that is not above zero, `privacy/out-of-reach` where a noise multiplier of a million
 * is not enough, and what the accountant throws.
 */
export const noiseFor = ({ epsilon, delta, samplingRate, steps, accountant }: PrivacyWish): number => {
  if (!(epsilon > 0 && Number.isFinite(epsilon)))
    throw new ProvisoError('privacy/bad-epsilon', 'Epsilon must be a positive number.', {
      details: `It is ${epsilon}.`,
    })
  const does = (noiseMultiplier: number): boolean =>
    ACCOUNTANTS[accountant](
      [{ mechanism: 'subsampled-gaussian', noiseMultiplier, samplingRate, steps }],
      delta,
    ) <= epsilon
  if (does(0)) return 0
  if (does(LEAST)) return LEAST
  let high = 1
  while (!does(high)) {
    high *= 2
    if (high > MOST)
      throw new ProvisoError('privacy/out-of-reach', 'No noise is enough for that epsilon.', {
        details: `Epsilon ${epsilon}, delta ${delta}, sampling rate ${samplingRate}, ${steps} steps.`,
        todo: 'Allow a larger epsilon or delta, or take fewer steps.',
      })
  }
  let low = high === 1 ? LEAST : high / 2
  while (high - low > PRECISION * low) {
    const middle = Math.sqrt(low * high)
    if (does(middle)) high = middle
    else low = middle
  }
  return high
}
