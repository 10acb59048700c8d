/** Numbers in [0, 1] as whole multiples of 2^-256, for probabilities that float64 cannot hold apart. */
export const FIXED_BITS = 256n
export const FIXED_ONE = 1n << FIXED_BITS

export interface Rational {
  readonly numerator: bigint
  readonly denominator: bigint
}

/** A finite float64 above zero as the fraction that it is. */
export const exactRational = (value: number): Rational => {
  let scaled = value
  let denominator = 1n
  while (!Number.isInteger(scaled)) {
    scaled *= 2
    denominator *= 2n
  }
  return { numerator: BigInt(scaled), denominator }
}

/** The product of two fixed-point numbers, rounded down: less than 2^-256 too small. */
export const fixedTimes = (a: bigint, b: bigint): bigint => (a * b) >> FIXED_BITS

/** exp(-exponent) for 0 <= exponent <= 1, by its series. Off by less than 2^-249. */
export const fixedExpNegative = ({ numerator, denominator }: Rational): bigint => {
  let term = FIXED_ONE
  let sum = 0n
  for (let n = 1n; term !== 0n; n++) {
    sum += n % 2n === 1n ? term : -term
    term = (term * numerator) / (denominator * n)
  }
  return sum
}

/** A fixed-point number of any size as float64, rounded up: a bound stays a bound. */
export const fixedToNumberUp = (value: bigint): number => {
  if (value === 0n) return 0
  const shift = BigInt(Math.max(0, value.toString(2).length - 53))
  return (Number(value >> shift) + 1) * 2 ** Number(shift - FIXED_BITS)
}
