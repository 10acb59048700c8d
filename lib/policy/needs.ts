import type { Awaited } from './decision.ts'
import type { DeviceFacts, PolicyRequest, TaskFacts } from './request.ts'
import type { Condition, DeviceConditions, TaskConditions } from './rule.ts'

/** What a rule can need, by the name of the condition. */
export type Needs = TaskConditions & DeviceConditions

/** How one condition is judged, and which fact it looks at. */
interface Judge<C extends Condition> {
  /** Undefined: the fact is not known (yet). */
  readonly met: (wanted: NonNullable<Needs[C]>, facts: PolicyRequest) => boolean | undefined
  readonly found: (facts: PolicyRequest, wanted: NonNullable<Needs[C]>) => unknown
  /** The fact can be learned from the chain. */
  readonly awaits?: Awaited
}

const fold = (text: string): string => text.trim().toLowerCase()
const oneOf = (wanted: readonly string[], found: string): boolean =>
  wanted.some((entry) => fold(entry) === fold(found))

/** Amounts are decimal digits without leading zeros: longer is more. */
const atLeast = (found: string, wanted: string): boolean =>
  found.length === wanted.length ? found >= wanted : found.length > wanted.length

const isBefore = (minute: number, { from, to }: NonNullable<DeviceConditions['hours']>): boolean =>
  from <= to ? from <= minute && minute < to : minute >= from || minute < to

type Key<T> = keyof T & string
const task = <K extends Key<TaskFacts>>(key: K) => ({ found: ({ task }: PolicyRequest) => task[key] })
const device = <K extends Key<DeviceFacts>>(key: K) => ({
  found: ({ device }: PolicyRequest) => device[key],
})

/** Facts that are missing or odd are `NaN`, which no comparison meets. */
const JUDGES: { readonly [C in Condition]: Judge<C> } = {
  unit: {
    met: (wanted, { task }) => task.unit === 'contributor' || task.unit === wanted,
    ...task('unit'),
  },
  noise: { met: (_, { task }) => task.noise, ...task('noise') },
  maxEpsilonPerRound: {
    met: (wanted, { task }) => task.epsilonPerRound <= wanted,
    ...task('epsilonPerRound'),
  },
  maxEpsilonPerTask: {
    met: (wanted, { task }) => task.epsilonPerTask <= wanted,
    ...task('epsilonPerTask'),
  },
  maxEpsilonPerPublisher: {
    met: (wanted, { task }) => task.epsilonPerPublisher <= wanted,
    ...task('epsilonPerPublisher'),
  },
  maxEpsilonPerPeriod: {
    met: ({ period, epsilon }, { task }) => task.epsilonPerPeriod[period] <= epsilon,
    found: ({ task }, { period }) => task.epsilonPerPeriod[period],
  },
  aggregation: {
    met: (wanted, { task }) => wanted.includes(task.aggregation),
    ...task('aggregation'),
  },
  minCohort: { met: (wanted, { task }) => task.minCohort >= wanted, ...task('minCohort') },
  minReward: {
    met: (wanted, { task: { reward } }) =>
      reward.chainId === wanted.chainId &&
      fold(reward.token) === fold(wanted.token) &&
      atLeast(reward.perContribution, wanted.perContribution),
    ...task('reward'),
  },
  funded: { met: (_, { task }) => task.funded, ...task('funded'), awaits: 'funded' },
  maxRetentionDays: {
    met: (wanted, { task }) => task.retentionDays <= wanted,
    ...task('retentionDays'),
  },
  recipients: {
    met: (wanted, { task: { recipients } }) =>
      recipients.length > 0 && recipients.every((recipient) => oneOf(wanted, recipient)),
    ...task('recipients'),
  },
  jurisdictions: {
    met: (wanted, { task }) => oneOf(wanted, task.jurisdiction),
    ...task('jurisdiction'),
  },
  licenses: { met: (wanted, { task }) => oneOf(wanted, task.license), ...task('license') },
  idle: { met: (_, { device }) => device.idle, ...device('idle') },
  charging: { met: (_, { device }) => device.charging, ...device('charging') },
  hours: { met: (wanted, { device }) => isBefore(device.minuteOfDay, wanted), ...device('minuteOfDay') },
  maxMinutesPerDay: {
    met: (wanted, { device }) => device.minutesToday < wanted,
    ...device('minutesToday'),
  },
  unmetered: { met: (_, { device }) => device.unmetered, ...device('unmetered') },
}

export const CONDITIONS = Object.keys(JUDGES) as readonly Condition[]

/** One need of a rule, ready to be judged many times. */
export interface Need {
  readonly condition: Condition
  readonly wanted: unknown
  readonly awaits: Awaited | undefined
  /** Whether it is met; undefined where the fact is not known (yet). */
  readonly met: (facts: PolicyRequest) => boolean | undefined
  readonly found: (facts: PolicyRequest) => unknown
}

/** Makes one need ready. `wanted` has the condition's own type: whoever calls has checked it. */
export const readyNeed = <C extends Condition>(condition: C, wanted: NonNullable<Needs[C]>): Need => {
  const judge = JUDGES[condition]
  return {
    condition,
    wanted,
    awaits: judge.awaits,
    met: (facts) => judge.met(wanted, facts),
    found: (facts) => {
      const found = judge.found(facts, wanted)
      return typeof found === 'number' && !Number.isFinite(found) ? undefined : found
    },
  }
}
