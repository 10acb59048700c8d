import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ProvisoError } from '../protocol/errors.ts'
import { manifestFixture } from '../protocol/task.fixture.ts'
import { parseLimits } from './limitsOfGrant.ts'

const NOW = Date.UTC(2030, 0, 1)
const CLOSES = Date.UTC(2036, 0, 1)
const DAY = 86_400_000
const parse = (wish: unknown, changes: Parameters<typeof manifestFixture>[0] = {}) =>
  parseLimits(wish, manifestFixture(changes), NOW)

describe('limits that a person sets', () => {
  it('are none where nothing was asked for, until the task ends', () => {
    expect(parse(undefined)).toEqual({ expiresAt: CLOSES })
    expect(parse({})).toEqual({ expiresAt: CLOSES })
  })

  it('are kept as they were asked for', () => {
    const limits = {
      maxRounds: 3,
      maxEpsilon: 2.5,
      maxDeviceMinutes: 60,
      device: { idle: true, charging: true, hours: { from: 1320, to: 360 }, maxMinutesPerDay: 30 },
    }
    expect(parse({ ...limits, until: NOW + DAY })).toEqual({ limits, expiresAt: NOW + DAY })
  })

  it('that say no more than the task are left out', () => {
    expect(parse({ maxRounds: 8, maxEpsilon: 8, device: {}, until: CLOSES + DAY })).toEqual({
      expiresAt: CLOSES,
    })
  })

  it.each([
    ['a fraction of a round', { maxRounds: 1.5 }],
    ['no round', { maxRounds: 0 }],
    ['an epsilon of nothing', { maxEpsilon: 0 }],
    ['an endless epsilon', { maxEpsilon: Infinity }],
    ['an epsilon that is no number', { maxEpsilon: Number.NaN }],
    ['words for minutes', { maxDeviceMinutes: '60' }],
    ['an hour that does not exist', { device: { hours: { from: 0, to: 1440 } } }],
    ['hours that end when they begin', { device: { hours: { from: 60, to: 60 } } }],
    ['a condition that is unmet on purpose', { device: { idle: false } }],
    ['an end in the past', { until: NOW }],
    ['a limit that nobody knows', { maxFun: 3 }],
    ['a list', [1]],
  ])('are refused for %s', (_name, wish) => {
    expect(() => parse(wish)).toThrow(expect.objectContaining({ code: 'grant/limits' }))
  })

  it('of epsilon are refused where the task adds no noise', () => {
    expect(() => parse({ maxEpsilon: 1 }, { privacy: { mechanism: 'none', batchSize: 32 } })).toThrow(
      /cannot be set/,
    )
  })

  it('never go beyond the task, whatever is asked', () => {
    fc.assert(
      fc.property(
        fc.record(
          {
            maxRounds: fc.oneof(fc.integer({ min: -5, max: 50 }), fc.anything()),
            maxEpsilon: fc.oneof(fc.double(), fc.anything()),
            maxDeviceMinutes: fc.oneof(fc.integer(), fc.anything()),
            until: fc.oneof(fc.integer({ min: NOW - DAY, max: CLOSES + DAY }), fc.anything()),
          },
          { requiredKeys: [] },
        ),
        (wish) => {
          try {
            const { limits = {}, expiresAt } = parse(wish)
            expect(limits.maxRounds ?? 1).toBeLessThan(8)
            expect(limits.maxEpsilon ?? 1).toBeLessThan(8)
            expect(expiresAt).toBeGreaterThan(NOW)
            expect(expiresAt).toBeLessThanOrEqual(CLOSES)
          } catch (error) {
            if (!(error instanceof ProvisoError)) throw error
          }
        },
      ),
    )
  })
})
