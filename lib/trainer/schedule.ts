import { poissonSample } from '../privacy/sampling.ts'
import type { PrivacyTerms } from '../protocol/task.ts'

/** Which examples each step uses: indices, any number of them, also none. */
export type Schedule = () => Uint32Array

/** A uniform integer below `bound` <= 2^32, by rejection. */
const below = (bound: number): number => {
  const word = new Uint32Array(1)
  const limit = 2 ** 32 - (2 ** 32 % bound)
  do crypto.getRandomValues(word)
  while (word[0]! >= limit)
  return word[0]! % bound
}

/** Fisher-Yates (Durstenfeld 1964) with crypto randomness. */
const shuffled = (count: number): Uint32Array => {
  const order = Uint32Array.from({ length: count }, (_, index) => index)
  for (let last = count - 1; last > 0; last--) {
    const other = below(last + 1)
    const kept = order[last]!
    order[last] = order[other]!
    order[other] = kept
  }
  return order
}

/** Batches of `batchSize` through shuffled epochs; the last of an epoch may be shorter. `count` >= 1. */
export const epochSchedule = (count: number, batchSize: number): Schedule => {
  let order = shuffled(count)
  let next = 0
  return () => {
    if (next >= count) {
      order = shuffled(count)
      next = 0
    }
    const batch = order.slice(next, next + batchSize)
    next += batchSize
    return batch
  }
}

/** Under record-level privacy, a Poisson sample of everything at each step, never cut off; else shuffled epochs. */
export const scheduleFor = (privacy: PrivacyTerms, count: number): Schedule =>
  privacy.mechanism === 'local'
    ? () => poissonSample(count, privacy.samplingRate)
    : epochSchedule(count, privacy.batchSize)
