import { describe, expect, it } from 'vitest'
import { fixedSequence, normalFrom } from '../autodiff/testing/random.ts'
import { chanceParallel, FALSE_ALARM, leastUnlikely } from './chance.ts'

describe('the chance that two directions are parallel', () => {
  it('is what the angle says in the plane, and never below', () => {
    for (const cosine of [0.9, 0.99, 0.9999]) {
      const exact = (2 / Math.PI) * Math.acos(cosine)
      expect(chanceParallel(2, cosine)).toBeGreaterThanOrEqual(exact)
      expect(chanceParallel(2, cosine)).toBeLessThan(1.2 * exact)
    }
  })

  it('is 1 - c in space (Archimedes), and never below', () => {
    for (const cosine of [0.9, 0.99, 0.9999]) {
      expect(chanceParallel(3, cosine)).toBeGreaterThanOrEqual(1 - cosine)
      expect(chanceParallel(3, cosine)).toBeLessThan(1.2 * (1 - cosine))
    }
  })

  it('bounds what is drawn in more dimensions', () => {
    const normal = normalFrom(fixedSequence(1))
    for (const dimension of [4, 6, 9]) {
      let hits = 0
      const draws = 200_000
      for (let draw = 0; draw < draws; draw++) {
        // One of the two may as well lie along the first axis.
        const vector = Array.from({ length: dimension }, normal)
        if (Math.abs(vector[0]!) > 0.8 * Math.hypot(...vector)) hits += 1
      }
      const share = hits / draws
      expect(chanceParallel(dimension, 0.8)).toBeGreaterThan(share - 5 * Math.sqrt(share / draws))
      expect(chanceParallel(dimension, 0.8)).toBeLessThan(2 * share)
    }
  })

  it('is certain on a line', () => {
    expect(chanceParallel(1, 0.9999)).toBe(1)
  })
})

/** P(X >= count) of a Poisson variable. */
const poissonTail = (mean: number, count: number): number => {
  let term = Math.exp(-mean)
  for (let index = 1; index <= count; index++) term *= mean / index
  let sum = 0
  for (let index = count; index < count + 400; index++) {
    sum += term
    term *= mean / (index + 1)
  }
  return sum
}

describe('the least number of events that is no chance', () => {
  it.each([1e-9, 1e-3, 0.5, 3, 40])(
    'comes by chance less often than one in a million, for %d expected',
    (mean) => {
      expect(poissonTail(mean, leastUnlikely(mean))).toBeLessThanOrEqual(FALSE_ALARM)
    },
  )

  it('is one where none is expected', () => {
    expect(leastUnlikely(0)).toBe(1)
  })
})
