/** Spectrum of a real signal of even length n: the n/2 + 1 frequencies from 0 to the middle. */
export interface Spectrum {
  readonly re: Float64Array
  readonly im: Float64Array
}

export interface RealFft {
  readonly length: number
  /** X_k = sum of x_j exp(-2 pi i j k / n). */
  forward(signal: Float64Array): Spectrum
  /** The signal whose spectrum that is; overwrites the spectrum. */
  inverse(spectrum: Spectrum): Float64Array
}

/** u of float64. */
const UNIT_ROUNDOFF = 2 ** -53

/**
 * Bound on the relative error, in the L2 norm, of one transform of `length` points: Higham, "Accuracy and stability of
 * numerical algorithms" (2002), theorem 24.2, where a level of butterflies costs less than 7u; two more levels for
 * splitting even from odd.
 */
export const fftError = (length: number): number => 8 * UNIT_ROUNDOFF * (Math.log2(length) + 2)

/** Cooley and Tukey (1965), in place, decimation in time. `cos` and `sin` hold the angles of a whole turn in 2m parts. */
const transform = (re: Float64Array, im: Float64Array, cos: Float64Array, sin: Float64Array): void => {
  const m = re.length
  for (let i = 1, j = 0; i < m; i++) {
    let bit = m >> 1
    for (; (j & bit) !== 0; bit >>= 1) j ^= bit
    j ^= bit
    if (i >= j) continue
    const r = re[i]!
    re[i] = re[j]!
    re[j] = r
    const s = im[i]!
    im[i] = im[j]!
    im[j] = s
  }
  for (let half = 1; half < m; half *= 2) {
    const stride = m / half
    for (let k = 0; k < half; k++) {
      const c = cos[k * stride]!
      const s = sin[k * stride]!
      for (let low = k; low < m; low += 2 * half) {
        const high = low + half
        const r = re[high]! * c + im[high]! * s
        const i = im[high]! * c - re[high]! * s
        re[high] = re[low]! - r
        im[high] = im[low]! - i
        re[low]! += r
        im[low]! += i
      }
    }
  }
}

/** Transforms of real signals of `length` points, a power of two of at least 4. */
export const realFft = (length: number): RealFft => {
  const m = length / 2
  const cos = new Float64Array(m)
  const sin = new Float64Array(m)
  for (let k = 0; k < m; k++) {
    cos[k] = Math.cos((2 * Math.PI * k) / length)
    sin[k] = Math.sin((2 * Math.PI * k) / length)
  }

  const forward = (signal: Float64Array): Spectrum => {
    const zr = new Float64Array(m)
    const zi = new Float64Array(m)
    for (let k = 0; k < m; k++) {
      zr[k] = signal[2 * k]!
      zi[k] = signal[2 * k + 1]!
    }
    transform(zr, zi, cos, sin)
    const re = new Float64Array(m + 1)
    const im = new Float64Array(m + 1)
    re[0] = zr[0]! + zi[0]!
    re[m] = zr[0]! - zi[0]!
    for (let k = 1; k < m; k++) {
      const evenRe = (zr[k]! + zr[m - k]!) / 2
      const evenIm = (zi[k]! - zi[m - k]!) / 2
      const oddRe = (zi[k]! + zi[m - k]!) / 2
      const oddIm = (zr[m - k]! - zr[k]!) / 2
      re[k] = evenRe + oddRe * cos[k]! + oddIm * sin[k]!
      im[k] = evenIm + oddIm * cos[k]! - oddRe * sin[k]!
    }
    return { re, im }
  }

  const inverse = ({ re, im }: Spectrum): Float64Array => {
    const zr = new Float64Array(m)
    const zi = new Float64Array(m)
    for (let k = 0; k < m; k++) {
      const evenRe = (re[k]! + re[m - k]!) / 2
      const evenIm = (im[k]! - im[m - k]!) / 2
      const turnedRe = (re[k]! - re[m - k]!) / 2
      const turnedIm = (im[k]! + im[m - k]!) / 2
      const oddRe = turnedRe * cos[k]! - turnedIm * sin[k]!
      const oddIm = turnedIm * cos[k]! + turnedRe * sin[k]!
      zr[k] = evenRe - oddIm
      zi[k] = -(evenIm + oddRe)
    }
    transform(zr, zi, cos, sin)
    const signal = new Float64Array(length)
    for (let k = 0; k < m; k++) {
      signal[2 * k] = zr[k]! / m
      signal[2 * k + 1] = -zi[k]! / m
    }
    return signal
  }

  return { length, forward, inverse }
}
