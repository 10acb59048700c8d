import { ProvisoError } from '../protocol/errors.ts'
import { RandomWords } from './randomWords.ts'

const WORD = 2 ** 32

/**
 * True with probability exactly `rate`, a float64: a uniform number in [0, 1) is compared with it 32 bits at a time,
 * as far as it takes to tell them apart. Scaling by a power of two and taking the whole part off is exact.
 */
const bernoulli = (rate: number, random: RandomWords): boolean => {
  let rest = rate
  while (rest > 0) {
    rest *= WORD
    const digit = Math.floor(rest)
    const drawn = random.next()
    if (drawn !== digit) return drawn < digit
    rest -= digit
  }
  return false
}

/**
 * Poisson sample of `count` records: each of the indices 0 to `count - 1` is in it with probability `rate`, independently.
 * Ascending; any length from 0 to `count`, never capped, because the accountant assumes neither (Mironov, Talwar,
 * Zhang 2019). Throws `privacy/bad-sample` for a count that is no whole number or a rate outside 0 to 1.
 */
export const poissonSample = (count: number, rate: number): Uint32Array<ArrayBuffer> => {
  if (!Number.isSafeInteger(count) || count < 0 || count > WORD)
    throw new ProvisoError('privacy/bad-sample', 'The number of records is not a whole number.')
  if (!(rate >= 0 && rate <= 1))
    throw new ProvisoError('privacy/bad-sample', 'The sampling rate is not between 0 and 1.')
  const random = new RandomWords(count)
  const chosen = new Uint32Array(count)
  let length = 0
  for (let index = 0; index < count; index++) {
    if (bernoulli(rate, random)) chosen[length++] = index
  }
  return chosen.slice(0, length)
}
