import { type Estimate, logMoment } from './discreteLoss.ts'
import { fftError, type RealFft, realFft, type Spectrum } from './fft.ts'
import {
  logLargestWeight,
  momentEpsilon,
  momentError,
  type Repeated,
  tiltedRange,
  totalMoment,
} from './tilt.ts'

/** Log of the tilted mass that is left outside the transform's window, on either side. */
const LOG_OUTSIDE = Math.log(1e-11)
/** A window of more points is not transformed. */
const MOST_POINTS = 2 ** 21
/** Below this square of its modulus a frequency's power is taken to be zero: nothing next to the transform's error. */
const NOTHING = 1e-200

/** Multiplies `product` by `spectrum` to the power `times`, by squaring. */
const multiplyPower = (product: Spectrum, spectrum: Spectrum, times: number): void => {
  for (let k = 0; k < product.re.length; k++) {
    let re = spectrum.re[k]!
    let im = spectrum.im[k]!
    let productRe = product.re[k]!
    let productIm = product.im[k]!
    for (let rest = times; rest > 0; ) {
      if (rest % 2 === 1) {
        const next = productRe * re - productIm * im
        productIm = productRe * im + productIm * re
        productRe = next
      }
      rest = Math.floor(rest / 2)
      const next = re * re - im * im
      im = 2 * re * im
      re = next
      if (re * re + im * im < NOTHING) {
        if (rest > 0) productRe = productIm = 0
        break
      }
    }
    product.re[k] = productRe
    product.im[k] = productIm
  }
}

interface Tilted {
  /** Masses of the tilted sum, at indices from the window's low end on, around the circle. */
  readonly masses: Float64Array
  /** Bound on the L2 norm of the error of `masses`. */
  readonly error: number
}

/** Distribution of the sum of all losses, tilted by `order`, on a circle of the transform's length. */
const tiltedSum = (parts: readonly Repeated[], order: number, fft: RealFft): Tilted => {
  const n = fft.length
  const product = { re: new Float64Array(n / 2 + 1).fill(1), im: new Float64Array(n / 2 + 1) }
  let error = 0
  for (const { loss, times } of parts) {
    const moment = logMoment(loss, order)
    const circle = new Float64Array(n)
    for (let i = 0; i < loss.masses.length; i++) {
      const index = loss.first + i
      const weight = Math.exp(order * index * loss.step - moment)
      if (loss.masses[i]! > 0) circle[((index % n) + n) % n]! += loss.masses[i]! * weight
    }
    const norm = Math.sqrt(circle.reduce((sum, mass) => sum + mass * mass, 0))
    multiplyPower(product, fft.forward(circle), times)
    // No frequency exceeds 1, so an error of one factor grows no more; squaring adds less than 7 roundings for each time.
    error += times * (fftError(n) + 7 * 2 ** -53) * Math.max(norm, 2 / Math.sqrt(n))
  }
  const masses = fft.inverse(product)
  const norm = Math.sqrt(masses.reduce((sum, mass) => sum + mass * mass, 0))
  return { masses, error: 1.01 * (error + fftError(n) * norm) }
}

/**
 * Epsilon of all losses together at `delta`, by Fourier transform (Koskela, Jalko, Honkela 2020) of the distribution tilted by
 * `order` > 0. Tilting (Esscher's transform) brings the tail that delta measures to the middle, so that errors are relative to delta,
 * whatever delta is. All that is uncertain, which is the transform's rounding and what its window leaves out or wraps round, is
 * added to delta for an upper bound and taken off for a lower one. All steps must be equal. Infinity where delta is used up.
 */
export const composedEpsilon = (
  parts: readonly Repeated[],
  order: number,
  delta: number,
  estimate: Estimate,
): number => {
  const upper = estimate === 'pessimistic'
  const rest = delta - parts.reduce((sum, { loss, times }) => sum + times * loss.infinite, 0)
  if (!(rest > 0)) return Infinity
  const step = parts[0]!.loss.step
  const wrong = momentError(parts)
  const fallback = upper ? (momentEpsilon(parts, order, rest) + wrong / order) * (1 + 1e-9) : 0
  if (upper && fallback <= 0) return 0
  const [lowest, highest] = tiltedRange(parts, order, LOG_OUTSIDE)
  const low = Math.floor(lowest / step)
  const points = Math.ceil(highest / step) - low + 1
  if (!(points <= MOST_POINTS)) return fallback
  const fft = realFft(Math.max(16, 2 ** Math.ceil(Math.log2(points))))
  const { masses, error } = tiltedSum(parts, order, fft)
  const n = fft.length

  // With w_j = exp(-order j step) (1 - exp(-j step)), delta(epsilon_i) is exp(moment - order epsilon_i) times sum of mass_(i+j) w_j.
  const largestWeight = Math.exp(logLargestWeight(order))
  const sumOfWeights = 1 / Math.expm1(order * step) - 1 / Math.expm1((order + 1) * step)
  const uncertain =
    error * Math.sqrt(largestWeight * sumOfWeights) + 4 * Math.exp(LOG_OUTSIDE + 2 * wrong) * largestWeight
  const slack = upper ? uncertain : -uncertain
  const moment = totalMoment(parts, order)
  /** Log of the bound on delta at a point; -Infinity for a lower bound that says nothing. */
  const logDeltaAt = (index: number, tail: number) => {
    const exponent = order * index * step
    const rounding = 2 ** -48 * (1 + Math.abs(moment) + Math.abs(exponent))
    return Math.log(Math.max(0, tail + slack)) + moment - exponent + (upper ? rounding : -rounding)
  }

  const wanted = Math.log(rest)
  const shrink = Math.exp(-order * step)
  const shrinkMore = Math.exp(-(order + 1) * step)
  const rise = -Math.expm1(-step)
  // Going down: the weighted sum above the point, and the sum with weights exp(-(order + 1) j step), the point included.
  let tail = 0
  let heavy = 0
  let before = -Infinity
  for (let index = low + n - 1; index >= low; index--) {
    tail = shrink * (tail + rise * heavy)
    const mass = Math.max(0, masses[((index % n) + n) % n]!)
    heavy = mass + shrinkMore * heavy
    const reached = logDeltaAt(index, tail)
    if (reached > wanted) {
      if (index === low + n - 1) return fallback
      if (index + 1 <= 0) return 0
      // Between two points delta is at most (pessimistic) or at least (optimistic) straight in exp(epsilon).
      const share = Math.expm1(wanted - reached) / Math.expm1(before - reached)
      return Math.max(0, index * step + Math.log1p(share * Math.expm1(step)))
    }
    if (index <= 0) return 0
    before = reached
  }
  return upper ? Math.min(fallback, Math.max(0, low * step)) : 0
}
