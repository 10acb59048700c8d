import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createRateLimit, type RateLimit } from './rateLimit.ts'

const SITE = 'https://dapp.example'

const exhaust = (limit: RateLimit) => {
  for (let index = 0; index < 200; index++) limit.take(SITE, 1, 0)
}

it('lets a burst through, then fifty a second', () => {
  const limit = createRateLimit()
  const granted = (now: number) => Array.from({ length: 300 }, () => limit.take(SITE, 1, now)).filter(Boolean)
  expect(granted(0)).toHaveLength(200)
  expect(granted(1000)).toHaveLength(50)
  expect(granted(1000 + 60_000)).toHaveLength(200)
})

it('one origin does not use up what another has', () => {
  const limit = createRateLimit()
  exhaust(limit)
  expect(limit.take('https://other.example', 10, 0)).toBe(true)
})

it('never lets more through than the burst and the rate allow, whatever is asked when', () => {
  const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 1, max: 10 })), {
    maxLength: 400,
  })
  fc.assert(
    fc.property(steps, (asked) => {
      const limit = createRateLimit()
      let now = 0
      let taken = 0
      for (const [gap, cost] of asked) {
        now += gap
        if (limit.take(SITE, cost, now)) taken += cost
      }
      expect(taken).toBeLessThanOrEqual(200 + (now / 1000) * 50 + 1e-6)
    }),
  )
})

it('forgets origins that were not heard of for longest, so that it does not grow', () => {
  const limit = createRateLimit()
  exhaust(limit)
  for (let index = 0; index < 499; index++) limit.take(`https://${index}.example`, 1, 0)
  expect(limit.take(SITE, 1, 0)).toBe(false)
  for (let index = 0; index < 500; index++) limit.take(`https://${index}.example`, 1, 0)
  expect(limit.take(SITE, 1, 0)).toBe(true)
})
