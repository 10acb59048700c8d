import { describe, expect, it } from 'vitest'
import type { PrivacyEvent } from './events.ts'
import { pldEpsilon } from './pld.ts'
import { rdpEpsilon } from './rdp.ts'

const event = (samplingRate: number, noiseMultiplier: number, steps: number): PrivacyEvent => ({
  mechanism: 'subsampled-gaussian',
  samplingRate,
  noiseMultiplier,
  steps,
})

describe.each([
  ['rdpEpsilon', rdpEpsilon],
  ['pldEpsilon', pldEpsilon],
])('%s', (_name, epsilonOf: (events: readonly PrivacyEvent[], delta: number) => number) => {
  it('is zero when nothing happened', () => {
    expect(epsilonOf([], 1e-5)).toBe(0)
    expect(epsilonOf([event(0.2, 1, 0)], 1e-5)).toBe(0)
    expect(epsilonOf([event(0, 1, 100)], 1e-5)).toBe(0)
  })

  it('is infinite without noise', () => {
    expect(epsilonOf([{ ...event(0, 0, 0), mechanism: 'none' }], 1e-5)).toBe(Infinity)
    expect(epsilonOf([event(0.1, 0, 1)], 1e-5)).toBe(Infinity)
    expect(epsilonOf([event(0.1, 1, 1), event(0.1, 0, 1)], 1e-5)).toBe(Infinity)
  })

  it('counts a part of a step as a whole one', () => {
    expect(epsilonOf([event(0.2, 2, 9.2)], 1e-5)).toBe(epsilonOf([event(0.2, 2, 10)], 1e-5))
  })

  it.each([
    event(1.1, 1, 1),
    event(-0.1, 1, 1),
    event(0.1, -1, 1),
    event(0.1, Number.NaN, 1),
    event(0.1, 1, -1),
    event(0.1, 1, Number.POSITIVE_INFINITY),
  ])('refuses an event out of range: %o', (bad) => {
    expect(() => epsilonOf([bad], 1e-5)).toThrow('out of range')
  })

  it.each([0, 1, -1, Number.NaN])('refuses delta %d', (delta) => {
    expect(() => epsilonOf([], delta)).toThrow('Delta')
  })
})
