import { ProvisoError } from '../protocol/errors.ts'
import { RandomWords } from './randomWords.ts'

/** 2^-53: the spacing of 53 random bits in (0, 1]. */
const ULP = 2 ** -53
const TURN = (2 * Math.PI) / 2 ** 32

/**
 * Overwrites `out` with independent samples of N(0, std^2), from cryptographically secure bits. Box and Muller (1958): the
 * radius from 53 bits, so tails reach 8.5 standard deviations; the angle from 32. Samples are continuous and rounded to
 * float32, which is not yet safe against an attack on their low bits (Mironov 2012); see docs/privacy-model.md.
 * Throws `privacy/bad-noise` unless `std` is a positive finite number: silence is not noise.
 */
export const fillGaussian = (out: Float32Array, std: number): void => {
  if (!(std > 0 && Number.isFinite(std)))
    throw new ProvisoError('privacy/bad-noise', 'The standard deviation of noise must be above zero.')
  const random = new RandomWords(out.length * 1.5)
  for (let i = 0; i < out.length; i += 2) {
    const uniform = ((random.next() >>> 5) * 67_108_864 + (random.next() >>> 6) + 1) * ULP
    const radius = std * Math.sqrt(-2 * Math.log(uniform))
    const angle = random.next() * TURN
    out[i] = radius * Math.cos(angle)
    if (i + 1 < out.length) out[i + 1] = radius * Math.sin(angle)
  }
}
