import type { Rational } from '../noise/fixedPoint.ts'
import { RandomWords } from '../randomWords.ts'

/**
 * The exact samplers of Canonne, Kamath, Steinke, "The discrete Gaussian for differential privacy" (2020), in whole numbers
 * only. Microseconds a sample and variable time: to compare others with.
 */
const random = new RandomWords(16_384)

/** A whole number from 0 to `bound` - 1, each as likely. */
const uniformBelow = (bound: bigint): bigint => {
  const bits = bound.toString(2).length
  for (;;) {
    let value = 0n
    for (let drawn = 0; drawn < bits; drawn += 32) value = (value << 32n) | BigInt(random.next())
    value = BigInt.asUintN(bits, value)
    if (value < bound) return value
  }
}

const bernoulli = ({ numerator, denominator }: Rational): boolean => uniformBelow(denominator) < numerator

/** True with probability exp(-exponent), exponent >= 0. Algorithm 1. */
export const bernoulliExp = ({ numerator, denominator }: Rational): boolean => {
  let rest = numerator
  for (; rest > denominator; rest -= denominator)
    if (!bernoulliExp({ numerator: denominator, denominator })) return false
  let k = 1n
  while (bernoulli({ numerator: rest, denominator: denominator * k })) k += 1n
  return k % 2n === 1n
}

/** P(x) proportional to exp(-|x| / scale), for whole `scale` > 0. Algorithm 2, with s = 1. */
export const discreteLaplace = (scale: bigint): bigint => {
  for (;;) {
    const low = uniformBelow(scale)
    if (!bernoulliExp({ numerator: low, denominator: scale })) continue
    let high = 0n
    while (bernoulliExp({ numerator: 1n, denominator: 1n })) high += 1n
    const magnitude = low + scale * high
    const negative = uniformBelow(2n) === 1n
    if (!(negative && magnitude === 0n)) return negative ? -magnitude : magnitude
  }
}

const wholeRoot = (value: bigint): bigint => {
  let root = 0n
  while ((root + 1n) ** 2n <= value) root += 1n
  return root
}

/** P(x) proportional to exp(-x^2 / (2 variance)). Algorithm 3; `variance` at most some 10^6. */
export const exactDiscreteGaussian = ({ numerator, denominator }: Rational): (() => number) => {
  const scale = wholeRoot(numerator / denominator) + 1n
  return () => {
    for (;;) {
      const x = discreteLaplace(scale)
      // (|x| - variance / scale)^2 / (2 variance) over one denominator.
      const distance = (x < 0n ? -x : x) * scale * denominator - numerator
      const exponent = {
        numerator: distance * distance,
        denominator: 2n * numerator * denominator * scale * scale,
      }
      if (bernoulliExp(exponent)) return Number(x)
    }
  }
}
