import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { epochSchedule } from './schedule.ts'

describe('shuffled epochs', () => {
  it('use every example once an epoch, in batches of at most the size asked for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 20 }), (count, batchSize) => {
        const next = epochSchedule(count, batchSize)
        for (let epoch = 0; epoch < 2; epoch++) {
          const batches = Array.from({ length: Math.ceil(count / batchSize) }, () => next())
          expect(batches.every((batch) => batch.length >= 1 && batch.length <= batchSize)).toBe(true)
          const seen = batches.flatMap((batch) => [...batch]).toSorted((a, b) => a - b)
          expect(seen).toEqual(Array.from({ length: count }, (_, index) => index))
        }
      }),
    )
  })

  it('come in another order each time', () => {
    const next = epochSchedule(1000, 1000)
    expect(next()).not.toEqual(next())
  })
})
