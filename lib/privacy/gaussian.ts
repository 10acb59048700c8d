import { ProvisoError } from '../protocol/errors.ts'

/** The most words, in threes, of the 64 KiB that `crypto.getRandomValues` gives at once (Web Cryptography API 10.1.1). */
const WORDS = 16_383
/** 2^-53: the spacing of 53 random bits in (0, 1]. */
const SPACING = 2 ** -53
/** Of 2^28 angles in an eighth of a turn. */
const ANGLE = Math.PI / 4 / 2 ** 28

/**
 * Overwrites `out` with independent samples of N(0, std^2), from cryptographically secure bits. Box and Muller (1958): the
 * radius from 53 bits, so tails reach 8.5 standard deviations; the angle from 31, folded into the first eighth of a turn,
 * where sine and cosine are fastest. Samples are continuous and rounded to float32, which does not withstand an attack on
 * their low bits (Mironov 2012): for weights to start from; what hides records is `discreteGaussian`.
 * Throws `privacy/bad-noise` unless `std` is a positive finite number: silence is not noise.
 */
export const fillGaussian = (out: Float32Array, std: number): void => {
  if (!(std > 0 && Number.isFinite(std)))
    throw new ProvisoError('privacy/bad-noise', 'The standard deviation of noise must be above zero.')
  const words = new Uint32Array(Math.min(WORDS, 3 * Math.ceil(out.length / 2)))
  let next = words.length
  for (let i = 0; i < out.length; i += 2) {
    if (next === words.length) {
      crypto.getRandomValues(words)
      next = 0
    }
    const uniform = ((words[next]! >>> 5) * 2 ** 26 + (words[next + 1]! >>> 6) + 1) * SPACING
    const bits = words[next + 2]!
    next += 3
    const radius = std * Math.sqrt(-2 * Math.log(uniform))
    const angle = (bits >>> 4) * ANGLE
    const long = radius * Math.cos(angle)
    const short = radius * Math.sin(angle)
    const swap = (bits & 1) === 1
    out[i] = (bits & 2) === 2 ? (swap ? short : long) : swap ? -short : -long
    if (i + 1 < out.length) out[i + 1] = (bits & 4) === 4 ? (swap ? long : short) : swap ? -long : -short
  }
  // Noise that can be read back can be taken off again.
  words.fill(0)
}
