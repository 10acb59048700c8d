import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { median, medianInterval, seededRandom, shuffled } from './statistics.ts'

const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 })

describe('median', () => {
  it.each([
    [[3], 3],
    [[1, 2], 1.5],
    [[9, 1, 5], 5],
    [[10, 9, 2, 1], 5.5],
  ])('of %j is %d', (input, expected) => {
    expect(median(input)).toBe(expected)
  })

  it('has as many values below it as above', () => {
    fc.assert(
      fc.property(values, (input) => {
        const middle = median(input)
        const below = input.filter((value) => value < middle).length
        const above = input.filter((value) => value > middle).length
        expect(Math.max(below, above)).toBeLessThanOrEqual(input.length / 2)
      }),
    )
  })

  it('of nothing is an error', () => {
    expect(() => median([])).toThrow(RangeError)
  })
})

/** Normal noise by Box and Muller. */
const noise = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

describe('medianInterval', () => {
  it('covers the truth about as often as it says', () => {
    const random = seededRandom(7)
    const covered = Array.from({ length: 200 }, (_, seed) => {
      const groups = Array.from({ length: 6 }, () => Array.from({ length: 20 }, () => 3 + noise(random)))
      const [low, high] = medianInterval(groups, { draws: 200, seed })
      return low <= 3 && 3 <= high
    }).filter(Boolean).length
    expect(covered).toBeGreaterThan(180)
  })

  it('does not take many measurements of one launch for many launches', () => {
    const random = seededRandom(8)
    // Each launch has an offset of its own, far larger than the noise of one measurement.
    const groups = Array.from({ length: 6 }, () => {
      const offset = noise(random) * 10
      return Array.from({ length: 200 }, () => offset + noise(random))
    })
    const [low, high] = medianInterval(groups, { draws: 500 })
    const [flatLow, flatHigh] = medianInterval([groups.flat()], { draws: 500 })
    expect(high - low).toBeGreaterThan(3 * (flatHigh - flatLow))
  })

  it('lies within the values, low end first, and is the same for the same seed', () => {
    fc.assert(
      fc.property(fc.array(values, { minLength: 1, maxLength: 4 }), fc.nat(), (groups, seed) => {
        const [low, high] = medianInterval(groups, { draws: 20, seed })
        expect(low).toBeLessThanOrEqual(high)
        expect(low).toBeGreaterThanOrEqual(Math.min(...groups.flat()))
        expect(high).toBeLessThanOrEqual(Math.max(...groups.flat()))
        expect(medianInterval(groups, { draws: 20, seed })).toEqual([low, high])
      }),
      { numRuns: 50 },
    )
  })
})

it('shuffled keeps every item, and puts each in each place about equally often', () => {
  const random = seededRandom(9)
  const counts = new Map<string, number>()
  for (let run = 0; run < 3000; run++) {
    const order = shuffled(['a', 'b', 'c'], random)
    expect(order.toSorted()).toEqual(['a', 'b', 'c'])
    counts.set(order.join(''), (counts.get(order.join('')) ?? 0) + 1)
  }
  expect(counts.size).toBe(6)
  for (const count of counts.values()) expect(count).toBeGreaterThan(400)
})
