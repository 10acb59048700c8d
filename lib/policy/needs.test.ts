import { describe, expect, it } from 'vitest'
import { CONDITIONS, type Needs, readyNeed } from './needs.ts'
import type { Condition } from './rule.ts'
import { type RequestChanges, requestFixture } from './testing/requests.ts'

const token = requestFixture().task.reward.token
const reward = { chainId: 8453, token, perContribution: '250000' } as const
const judged = (condition: Condition, wanted: unknown, changes: RequestChanges) =>
  readyNeed(condition, wanted as NonNullable<Needs[Condition]>).met(requestFixture(changes))

/** For each condition: what is wanted, a request that just meets it, and one that just does not. */
const CASES: {
  readonly [C in Condition]: [wanted: Required<Needs>[C], met: RequestChanges, unmet: RequestChanges]
} = {
  unit: ['contributor', { task: { unit: 'contributor' } }, { task: { unit: 'record' } }],
  noise: [true, { task: { noise: true } }, { task: { noise: false } }],
  maxEpsilonPerRound: [0.5, { task: { epsilonPerRound: 0.5 } }, { task: { epsilonPerRound: 0.51 } }],
  maxEpsilonPerTask: [3, { task: { epsilonPerTask: 3 } }, { task: { epsilonPerTask: 3.01 } }],
  maxEpsilonPerPublisher: [3, { task: { epsilonPerPublisher: 3 } }, { task: { epsilonPerPublisher: 3.01 } }],
  maxEpsilonPerPeriod: [
    { period: 'week', epsilon: 2 },
    { task: { epsilonPerPeriod: { day: 9, week: 2, month: 9, year: 9 } } },
    { task: { epsilonPerPeriod: { day: 0, week: 2.1, month: 0, year: 0 } } },
  ],
  aggregation: [['secure', 'plain'], { task: { aggregation: 'plain' } }, { task: { aggregation: 'Plain' } }],
  minCohort: [20, { task: { minCohort: 20 } }, { task: { minCohort: 19 } }],
  minReward: [
    { ...reward, perContribution: '99999' },
    { task: { reward: { ...reward, perContribution: '100000' } } },
    { task: { reward: { ...reward, perContribution: '9999' } } },
  ],
  funded: [true, { task: { funded: true } }, { task: { funded: false } }],
  maxRetentionDays: [30, { task: { retentionDays: 30 } }, { task: { retentionDays: 31 } }],
  recipients: [
    ['Digit Lab', 'Other'],
    { task: { recipients: ['digit lab '] } },
    { task: { recipients: ['Digit Lab', 'Somebody Else'] } },
  ],
  jurisdictions: [['DE', 'FR'], { task: { jurisdiction: 'fr' } }, { task: { jurisdiction: 'US' } }],
  licenses: [['MIT'], { task: { license: 'mit' } }, { task: { license: 'Proprietary' } }],
  idle: [true, { device: { idle: true } }, { device: { idle: false } }],
  charging: [true, { device: { charging: true } }, { device: { charging: false } }],
  hours: [{ from: 600, to: 660 }, { device: { minuteOfDay: 600 } }, { device: { minuteOfDay: 660 } }],
  maxMinutesPerDay: [30, { device: { minutesToday: 29 } }, { device: { minutesToday: 30 } }],
  unmetered: [true, { device: { unmetered: true } }, { device: { unmetered: false } }],
}

it.each(Object.entries(CASES))('%s', (condition, [wanted, met, unmet]) => {
  expect(judged(condition as Condition, wanted, met)).toBe(true)
  expect(judged(condition as Condition, wanted, unmet)).toBe(false)
})

it('there is a case for every condition', () => {
  expect(Object.keys(CASES)).toEqual(CONDITIONS)
})

describe('particulars', () => {
  it.each<[Condition, unknown, RequestChanges, boolean | undefined]>([
    ['hours', { from: 1320, to: 360 }, { device: { minuteOfDay: 1439 } }, true],
    ['hours', { from: 1320, to: 360 }, { device: { minuteOfDay: 0 } }, true],
    ['hours', { from: 1320, to: 360 }, { device: { minuteOfDay: 360 } }, false],
    ['unit', 'record', { task: { unit: 'contributor' } }, true],
    ['minReward', reward, { task: { reward: { ...reward, chainId: 1 } } }, false],
    ['minReward', reward, { task: { reward: { ...reward, token: `0x${'0'.repeat(40)}` } } }, false],
    ['minReward', reward, { task: { reward: { ...reward, perContribution: '9'.repeat(40) } } }, true],
    ['recipients', ['Digit Lab'], { task: { recipients: [] } }, false],
    ['funded', true, { task: { funded: undefined } }, undefined],
    ['idle', true, { device: { idle: undefined } }, undefined],
    ['unmetered', true, { device: { unmetered: undefined } }, undefined],
    ['maxEpsilonPerTask', 3, { task: { epsilonPerTask: Number.NaN } }, false],
  ])('%s %j', (condition, wanted, changes, met) => {
    expect(judged(condition, wanted, changes)).toBe(met)
  })
})
