import { ProvisoError } from '../../protocol/errors.ts'
import { NOISE_SIGMA, SMOOTHING } from './plan.ts'

/** Where sums are rounded to and noise is drawn on. Whole numbers times `step`, a power of two, which float64 divides by exactly. */
export interface NoiseGrid {
  /** In the unit of the values. */
  readonly step: number
  /** The standard deviation of the noise, in steps: 2^18 to 2^19. */
  readonly sigma: number
  /** The L2 sensitivity that the noise is made for, in the unit of the values: clipNorm + step * sqrt(size). */
  readonly sensitivity: number
}

export interface NoiseTerms {
  /** L2 sensitivity of the sum before rounding: what one record adds at most. Above zero. */
  readonly clipNorm: number
  /** Standard deviation of the noise over the sensitivity. Above zero. */
  readonly noiseMultiplier: number
}

/**
 * The finest grid on which noise of `noiseMultiplier` times the counted sensitivity can be drawn for `size` values.
 *
 * Rounding: for sums a, b with |a - b| <= clipNorm each value moves by half a step at most, so the rounded ones differ by at
 * most clipNorm + step * sqrt(size) in L2. Clamping afterwards brings no two values further apart.
 *
 * Continuous to discrete: x of N(c, s^2), then y of the discrete Gaussian of variance SMOOTHING^2 around x, is within
 * `continuousDistance` of c plus the discrete Gaussian of variance s^2 + SMOOTHING^2, for whole c (Peikert 2010, theorem 3.1). So with
 * sigma^2 = (noiseMultiplier * sensitivity)^2 + SMOOTHING^2, in steps, what is released is computed from the Gaussian mechanism's
 * release alone, and every accountant of that mechanism holds.
 *
 * Throws `privacy/bad-noise` where a step would be larger than the clip, or numbers are out of range.
 */
export const noiseGrid = ({ clipNorm, noiseMultiplier }: NoiseTerms, size: number): NoiseGrid => {
  const sensitivityAt = (step: number) => clipNorm + step * Math.sqrt(size)
  const sigmaAt = (step: number) =>
    // Rounding in float64 makes it no smaller than it has to be.
    Math.hypot((noiseMultiplier * sensitivityAt(step)) / step, SMOOTHING) * (1 + 2 ** -50)
  let exponent = Math.floor(Math.log2(clipNorm))
  const sound = clipNorm > 0 && noiseMultiplier > 0 && Number.isFinite(clipNorm) && size >= 1
  if (!(sound && sigmaAt(2 ** exponent) <= NOISE_SIGMA.most))
    throw new ProvisoError('privacy/bad-noise', 'Noise of this size cannot be made.', {
      details: `Noise multiplier ${noiseMultiplier}, clip ${clipNorm}, ${size} values.`,
    })
  while (sigmaAt(2 ** (exponent - 1)) <= NOISE_SIGMA.most) exponent -= 1
  const step = 2 ** exponent
  return { step, sigma: sigmaAt(step), sensitivity: sensitivityAt(step) }
}

/**
 * Overwrites `values` with the nearest multiples of `step` plus `noise` steps, as float32. `noise` is at most `largest` in
 * absolute value; sums are clamped so that 32 bits hold them with any such noise, exactly. What is not a number counts as zero.
 */
export const addOnGrid = (values: Float32Array, noise: Int32Array, step: number, largest: number): void => {
  const limit = 2 ** 31 - 1 - largest
  const { length } = values
  // Both are exact: a step is a power of two, and float64 holds half a step beside any float32. Without branches it is six times as fast.
  const perStep = 1 / step
  for (let i = 0; i < length; i++) {
    const steps = Math.floor(values[i]! * perStep + 0.5)
    const rounded = Math.min(Math.max(steps, -limit), limit) | 0
    values[i] = (rounded + noise[i]!) * step
  }
}
