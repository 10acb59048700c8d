import { ProvisoError } from '../../protocol/errors.ts'
import { MAX_INDEX_BITS } from './aliasTable.ts'
import { exactRational, type Rational } from './fixedPoint.ts'

/** Standard deviations that one table holds. Beyond 14 of them lies a mass of 2^-145. */
const SUPPORT = 14
/** The widest noise that one table makes. */
const WIDEST_TABLE = 1024
/** The least tau of `smoothingDistance` that is used: 2.4 leaves a distance of 2^-162. */
export const SMOOTHING = 2.4

/** What noise is made of: x + scale * y of two independent draws from one table, or one draw where `scale` is 0. */
export interface NoisePlan {
  readonly sigma: number
  /** The variance of one draw, exactly: sigma^2 / (1 + scale^2). */
  readonly variance: Rational
  readonly scale: number
  readonly indexBits: number
}

export const NOISE_SIGMA = { least: 1, most: 2 ** 19 } as const

/** Throws `privacy/bad-noise` unless 1 <= `sigma` <= 2^19: narrower is hardly noise, wider needs larger tables. */
export const planNoise = (sigma: number): NoisePlan => {
  if (!(sigma >= NOISE_SIGMA.least && sigma <= NOISE_SIGMA.most))
    throw new ProvisoError('privacy/bad-noise', 'The standard deviation of noise is out of range.', {
      details: `It is ${sigma} steps of the grid, and must be ${NOISE_SIGMA.least} to ${NOISE_SIGMA.most}.`,
    })
  const scale = sigma <= WIDEST_TABLE ? 0 : Math.floor(Math.sqrt(sigma / SMOOTHING - 1))
  const { numerator, denominator } = exactRational(sigma)
  const variance = {
    numerator: numerator * numerator,
    denominator: denominator * denominator * BigInt(1 + scale * scale),
  }
  const narrow = sigma / Math.sqrt(1 + scale * scale)
  const indexBits = Math.ceil(Math.log2(SUPPORT * narrow + 1))
  if (indexBits > MAX_INDEX_BITS) throw new RangeError('The table is too wide.')
  return { sigma, variance, scale, indexBits }
}
