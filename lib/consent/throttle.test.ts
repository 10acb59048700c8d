import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ThrottleRecord } from '../db/schema.ts'
import { isPaused, isSpent, withRefusal } from './throttle.ts'

const SITE = 'https://dapp.example'
const refusedAt = (...times: number[]): ThrottleRecord =>
  times.reduce<ThrottleRecord | undefined>((record, at) => withRefusal(record, SITE, at), undefined)!

describe('a pause', () => {
  it('begins with the third refusal and lasts a minute', () => {
    const record = refusedAt(0, 10_000, 20_000)
    expect(isPaused(record, 19_999)).toBe(false)
    expect(isPaused(record, 20_000)).toBe(true)
    expect(isPaused(record, 79_999)).toBe(true)
    expect(isPaused(record, 80_000)).toBe(false)
    expect(record.pausedUntil).toBe(80_000)
  })

  it('needs three, each at most 30 s after the one before', () => {
    expect(isPaused(refusedAt(0, 30_000), 30_000)).toBe(false)
    expect(isPaused(refusedAt(0, 30_000, 60_000), 60_000)).toBe(true)
    expect(isPaused(refusedAt(0, 30_001, 60_000), 60_000)).toBe(false)
    expect(isPaused(refusedAt(0, 10_000, 40_001), 40_001)).toBe(false)
  })

  it('does not begin before the page has heard the third refusal', () => {
    const record = refusedAt(1000, 2000, 9000)
    expect(isPaused(record, 3000)).toBe(false)
    expect(isPaused(record, 9000)).toBe(true)
  })

  it('goes on where refusals go on: one that waited is told during the pause', () => {
    const record = refusedAt(0, 1000, 2000, 20_000)
    expect(isPaused(record, 62_000)).toBe(true)
    expect(isPaused(record, 80_000)).toBe(false)
    expect(record.pausedUntil).toBe(80_000)
  })
})

const times = fc.array(fc.integer({ min: 0, max: 200_000 }), { minLength: 1, maxLength: 30 })

it('the order in which refusals are noted does not matter while none is forgotten', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 90_000 }), { minLength: 1, maxLength: 6 }), (given) => {
      expect(refusedAt(...given)).toEqual(refusedAt(...given.toSorted((a, b) => a - b)))
    }),
  )
})

it('keeps no more than six times, however many refusals there are', () => {
  fc.assert(
    fc.property(times, (given) => {
      expect(refusedAt(...given).refusedAt.length).toBeLessThanOrEqual(6)
    }),
  )
})

it('a page that asks without end hears, of any four refusals in a row, the last at least 30 s after the first', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 5000 }), { maxLength: 200 }), (gaps) => {
      let now = 0
      let record: ThrottleRecord | undefined
      const told: number[] = []
      for (const gap of gaps) {
        now += gap
        if (isPaused(record, now)) continue
        record = withRefusal(record, SITE, now)
        told.push(now)
      }
      for (const [index, at] of told.entries())
        if (index >= 3) expect(at - told[index - 3]!).toBeGreaterThanOrEqual(30_000)
    }),
  )
})

it('what is spent pauses nothing any more, whatever comes next within reason', () => {
  fc.assert(
    fc.property(times, fc.integer({ min: 0, max: 400_000 }), (given, now) => {
      const record = refusedAt(...given)
      if (isSpent(record, now) && record.refusedAt.at(-1)! <= now) expect(isPaused(record, now)).toBe(false)
    }),
  )
})

it('a clock that was set back leaves no record behind for ever', () => {
  expect(isSpent(refusedAt(10_000_000), 0)).toBe(true)
})
