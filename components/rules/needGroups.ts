import type { Condition } from '../../lib/policy/rule.ts'
import { type KnownToken, type NeedsForm, tokenKey } from '../../lib/views/rulesForm.ts'

/** Conditions by what they are about, those that people think of first at the top. */
export const NEED_GROUPS = {
  private: [
    'noise',
    'unit',
    'maxEpsilonPerRound',
    'maxEpsilonPerTask',
    'maxEpsilonPerPublisher',
    'maxEpsilonPerPeriod',
  ],
  group: ['minCohort', 'aggregation'],
  money: ['minReward', 'funded'],
  after: ['maxRetentionDays', 'recipients', 'licenses', 'jurisdictions'],
  device: ['idle', 'charging', 'unmetered', 'hours', 'maxMinutesPerDay'],
} as const satisfies Readonly<Record<string, readonly Condition[]>>

export type NeedGroup = keyof typeof NEED_GROUPS
type Grouped = (typeof NEED_GROUPS)[NeedGroup][number]

export const groupOf = (condition: Condition): NeedGroup =>
  (Object.keys(NEED_GROUPS) as NeedGroup[]).find((group) =>
    (NEED_GROUPS[group] as readonly Condition[]).includes(condition),
  ) ?? 'private'

type Defaults = { readonly [C in Grouped & Condition]: NonNullable<NeedsForm[C]> }

/** What a condition says when it is switched on: a start to change, never the loosest there is. */
export const defaultNeed = (condition: Condition, [token]: readonly KnownToken[]) => {
  const defaults: Defaults = {
    noise: true,
    unit: 'record',
    maxEpsilonPerRound: '1',
    maxEpsilonPerTask: '4',
    maxEpsilonPerPublisher: '8',
    maxEpsilonPerPeriod: { period: 'month', epsilon: '8' },
    minCohort: '20',
    aggregation: ['plain'],
    minReward: { known: token === undefined ? '' : tokenKey(token), chainId: '', token: '', amount: '' },
    funded: true,
    maxRetentionDays: '30',
    recipients: '',
    licenses: '',
    jurisdictions: '',
    idle: true,
    charging: true,
    unmetered: true,
    hours: { from: '22:00', to: '06:00' },
    maxMinutesPerDay: '30',
  }
  return defaults[condition]
}
