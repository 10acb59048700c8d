import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseLimits } from '../consent/limitsOfGrant.ts'
import { manifestFixture } from '../protocol/task.fixture.ts'
import { type GrantLimitsForm, limitsForm, readLimitsForm, widens } from './grantLimitsForm.ts'

const CLOSES = Date.parse('2036-01-01T00:00:00.000Z')
const NOW = Date.parse('2030-01-01T12:00:00.000Z')
const DAY = 86_400_000
const bounds = { rounds: 8, epsilon: 8, closesAt: CLOSES }
const free = { limits: {}, expiresAt: CLOSES, bounds }
const EMPTY = limitsForm(free)

const read = (changes: Partial<GrantLimitsForm>, line = free) =>
  readLimitsForm({ ...EMPTY, ...changes }, line, NOW)

describe('limits as a person writes them', () => {
  it('are none where nothing is written', () => {
    expect(read({})).toEqual({ wish: {}, errors: {} })
  })

  it('are read with a comma, and over midnight', () => {
    const { wish, errors } = read({ rounds: ' 3 ', epsilon: '2,5', from: '22:00', to: '06:00', idle: true })
    expect(errors).toEqual({})
    expect(wish).toEqual({
      maxRounds: 3,
      maxEpsilon: 2.5,
      device: { idle: true, hours: { from: 1320, to: 360 } },
    })
  })

  it.each<[keyof GrantLimitsForm, Partial<GrantLimitsForm>]>([
    ['rounds', { rounds: '1.5' }],
    ['epsilon', { epsilon: 'e' }],
    ['minutes', { minutes: '0' }],
    ['minutesPerDay', { minutesPerDay: '1441' }],
    ['to', { from: '22:00' }],
    ['to', { from: '06:00', to: '06:00' }],
    ['until', { until: '2029-12-31' }],
  ])('say what is wrong with %s', (field, changes) => {
    expect(Object.keys(read(changes).errors)).toEqual([field])
  })

  it('go through unchanged: what holds, as a form, says what holds, which the worker takes', () => {
    const device = fc.record(
      {
        idle: fc.constant(true as const),
        charging: fc.constant(true as const),
        unmetered: fc.constant(true as const),
        hours: fc
          .record({ from: fc.integer({ min: 0, max: 1439 }), to: fc.integer({ min: 0, max: 1439 }) })
          .filter(({ from, to }) => from !== to),
        maxMinutesPerDay: fc.integer({ min: 1, max: 1440 }),
      },
      { requiredKeys: [] },
    )
    const limited = fc.record(
      {
        maxRounds: fc.integer({ min: 1, max: 7 }),
        maxEpsilon: fc.integer({ min: 1, max: 799 }).map((hundredths) => hundredths / 100),
        maxDeviceMinutes: fc.integer({ min: 1, max: 99_999 }),
        device: device.filter((one) => Object.keys(one).length > 0),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(limited, fc.option(fc.integer({ min: NOW + DAY, max: CLOSES })), (limits, until) => {
        const line = { limits, expiresAt: until ?? CLOSES, bounds }
        const { wish, errors } = readLimitsForm(limitsForm(line), line, NOW)
        expect(errors).toEqual({})
        expect(widens(line, wish)).toBe(false)
        const kept = parseLimits(wish, manifestFixture(), NOW)
        expect(kept).toEqual({
          ...(Object.keys(limits).length === 0 ? {} : { limits }),
          expiresAt: until ?? CLOSES,
        })
      }),
    )
  })
})

describe('what allows more than before', () => {
  const line = {
    limits: {
      maxRounds: 4,
      maxEpsilon: 5,
      maxDeviceMinutes: 60,
      device: { charging: true as const, hours: { from: 1320, to: 360 }, maxMinutesPerDay: 30 },
    },
    expiresAt: NOW + 10 * DAY,
    bounds,
  }
  const same = { ...line.limits, until: line.expiresAt }

  it.each([
    ['more rounds', { ...same, maxRounds: 5 }],
    ['no limit of epsilon', { ...same, maxEpsilon: undefined }],
    ['more minutes', { ...same, maxDeviceMinutes: 61 }],
    ['a later end', { ...same, until: line.expiresAt + 1 }],
    ['no condition', { ...same, device: undefined }],
    ['one hour more', { ...same, device: { ...line.limits.device, hours: { from: 1260, to: 360 } } }],
    ['more minutes a day', { ...same, device: { ...line.limits.device, maxMinutesPerDay: 31 } }],
  ])('%s', (_what, wish) => {
    expect(widens(line, JSON.parse(JSON.stringify(wish)))).toBe(true)
  })

  it.each([
    ['the same', same],
    ['fewer rounds', { ...same, maxRounds: 1 }],
    ['fewer hours', { ...same, device: { ...line.limits.device, hours: { from: 1380, to: 300 } } }],
    ['one condition more', { ...same, device: { ...line.limits.device, idle: true as const } }],
  ])('is not %s', (_what, wish) => {
    expect(widens(line, wish)).toBe(false)
  })
})
