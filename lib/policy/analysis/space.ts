import type { Address } from '../../protocol/hex.ts'
import { ZERO_ADDRESS } from '../../protocol/hex.ts'
import { CATEGORIES, PURPOSES } from '../../vocabulary/table.ts'
import { attestedKey } from '../readyRule.ts'
import type { PolicyRequest, TaskFacts } from '../request.ts'
import { type Attested, PERIODS, type Period, type RuleRecord } from '../rule.ts'
import {
  atLeastClasses,
  atMostClasses,
  fold,
  type OriginClass,
  originClasses,
  termClasses,
  textClasses,
} from './classes.ts'
import { everyValue, type Property, pick, where } from './property.ts'
import type { Clause } from './solve.ts'

const SPECIAL = 'dpv:SpecialCategoryPersonalData'
const MINUTES_OF_A_DAY = 1440

type Maybe = boolean | undefined
type Sum = 'epsilonPerRound' | 'epsilonPerTask' | 'epsilonPerPublisher' | Period

/**
 * Requests as rules can tell them apart: for each property one value for every way that it can lie to what the rules
 * name. What a request has several of is given twice: two rules that both ask for one of them need no third. A frame has
 * the origin of the page around it: where a rule acts on a frame of another origin, it acts on a page of one of the two,
 * and stronger rules that were silent still are.
 */
export interface Space {
  readonly time: Property<number>
  readonly origin: Property<OriginClass>
  readonly publisher: Property<Address>
  readonly attestationsKnown: Property<boolean>
  readonly held: readonly Property<Attested | undefined>[]
  readonly purposes: readonly Property<string>[]
  readonly category: Property<string>
  readonly kind: Property<string>
  readonly dataset: Property<string | undefined>
  readonly unit: Property<TaskFacts['unit']>
  readonly noise: Property<boolean>
  readonly epsilon: Readonly<Record<Sum, Property<number>>>
  readonly aggregation: Property<string>
  readonly minCohort: Property<number>
  readonly token: Property<{ readonly chainId: number; readonly token: Address }>
  readonly amount: Property<string>
  readonly funded: Property<Maybe>
  readonly retentionDays: Property<number>
  readonly recipients: readonly Property<string>[]
  readonly jurisdiction: Property<string>
  readonly license: Property<string>
  readonly idle: Property<Maybe>
  readonly charging: Property<Maybe>
  readonly unmetered: Property<Maybe>
  readonly minuteOfDay: Property<number>
  readonly minutesToday: Property<number>
  /** Every value of every property. */
  readonly full: readonly bigint[]
  /** What holds of every request that Proviso makes of a task. */
  readonly always: readonly Clause[]
}

/** Each is part of the next, so it is never more. */
const SUMS: readonly (readonly [Sum, Sum])[] = [
  ['epsilonPerRound', 'epsilonPerTask'],
  ['epsilonPerTask', 'epsilonPerPublisher'],
  ['epsilonPerTask', 'day'],
  ['day', 'week'],
  ['week', 'month'],
  ['month', 'year'],
]

const unique = <V>(values: readonly V[], key: (value: V) => string): V[] => [
  ...new Map(values.map((value) => [key(value), value])).values(),
]

const freshAddress = (named: readonly Address[]): Address => {
  const taken = new Set(named.map((address) => address.toLowerCase()))
  for (let count = 1; ; count++) {
    const address = `0x${count.toString(16).padStart(40, '0')}` as const
    if (!taken.has(address)) return address
  }
}

/** Tasks without noise have no bound, those with noise have one and protect a unit; sums are never less than their parts. */
const always = ({ noise, unit, epsilon }: Pick<Space, 'noise' | 'unit' | 'epsilon'>): readonly Clause[] => {
  const noised = where(noise, (value) => value)
  const bare = where(noise, (value) => !value)
  const sums = Object.values(epsilon)
  return [
    [bare, where(unit, (value) => value !== 'none')],
    [noised, where(unit, (value) => value === 'none')],
    ...sums.flatMap((sum) => [
      [bare, where(sum, Number.isFinite)],
      [noised, where(sum, (value) => !Number.isFinite(value))],
    ]),
    ...SUMS.flatMap(([part, whole]) =>
      epsilon[part].values.map((bound) => [
        where(epsilon[part], (value) => value <= bound),
        where(epsilon[whole], (value) => value > bound),
      ]),
    ),
  ]
}

/** The space of what these rules can tell apart, from `now` on. */
export const spaceOf = (rules: readonly RuleRecord[], now: number): Space => {
  const full: bigint[] = []
  const property = <V>(values: readonly V[]): Property<V> => {
    const made = { index: full.length, values }
    full.push(everyValue(made))
    return made
  }
  const twice = <V>(values: readonly V[]) => [property(values), property(values)]
  const maybe = (): Property<Maybe> => property([true, false, undefined])
  const who = rules.map((rule) => rule.who ?? {})
  const what = rules.map((rule) => rule.what ?? {})
  const needs = rules.map((rule) => rule.needs ?? {})
  const present = <V>(values: readonly (V | undefined)[]): V[] =>
    values.filter((value) => value !== undefined)
  const texts = (lists: readonly (readonly string[] | undefined)[]) => present(lists).flat()
  const folded = (lists: readonly (readonly string[] | undefined)[]) => unique(texts(lists), fold)

  const publishers = unique(present(who.map((one) => one.publishers)).flat(), fold)
  const attested = unique(present(who.map((one) => one.attested)).flat(), attestedKey)
  const origins = originClasses(new Set(texts(who.map((one) => one.origins))))
  const rewards = present(needs.map((one) => one.minReward))
  const tokens = unique(rewards, ({ chainId, token }) => `${chainId} ${fold(token)}`)
  const amounts = [...new Set([0n, ...rewards.map(({ perContribution }) => BigInt(perContribution))])]
  // Noise always costs something, so nothing of it meets a bound of 0.
  const bounds = atMostClasses(
    present(
      needs.flatMap((one) => [
        one.maxEpsilonPerRound,
        one.maxEpsilonPerTask,
        one.maxEpsilonPerPublisher,
        one.maxEpsilonPerPeriod?.epsilon,
      ]),
    ).filter((bound) => bound > 0),
  )
  const sum = () => property([...bounds, Number.POSITIVE_INFINITY])
  const cohorts = present(needs.map((one) => one.minCohort))
  const parts = {
    noise: property([true, false]),
    unit: property<TaskFacts['unit']>(['record', 'contributor', 'none']),
    epsilon: Object.fromEntries(
      ['epsilonPerRound', 'epsilonPerTask', 'epsilonPerPublisher', ...PERIODS].map((name) => [name, sum()]),
    ) as Readonly<Record<Sum, Property<number>>>,
  }
  return {
    ...parts,
    time: property(
      atLeastClasses(
        rules.map(({ expiresAt }) => expiresAt ?? now),
        now,
      ),
    ),
    origin: property(origins),
    publisher: property([freshAddress(publishers), ...publishers]),
    attestationsKnown: property([true, false]),
    held: twice([undefined, ...attested]),
    purposes: twice(termClasses(PURPOSES, new Set(texts(what.map((one) => one.purposes))))),
    category: property(termClasses(CATEGORIES, new Set(texts(what.map((one) => one.categories))), [SPECIAL])),
    kind: property(textClasses(texts(what.map((one) => one.kinds)), 'other')),
    dataset: property([undefined, ...new Set(texts(what.map((one) => one.datasets)))]),
    aggregation: property(textClasses(texts(needs.map((one) => one.aggregation)), 'other')),
    // A cohort is at least one person.
    minCohort: property(atLeastClasses(cohorts, 1)),
    token: property([{ chainId: 0, token: ZERO_ADDRESS }, ...tokens]),
    amount: property(amounts.toSorted((a, b) => (a < b ? -1 : 1)).map(String)),
    funded: maybe(),
    retentionDays: property(atMostClasses(present(needs.map((one) => one.maxRetentionDays)))),
    recipients: twice(textClasses(folded(needs.map((one) => one.recipients)), 'other')),
    jurisdiction: property(textClasses(folded(needs.map((one) => one.jurisdictions)), 'other')),
    license: property(textClasses(folded(needs.map((one) => one.licenses)), 'other')),
    idle: maybe(),
    charging: maybe(),
    unmetered: maybe(),
    minuteOfDay: property(
      atLeastClasses(
        present(needs.map((one) => one.hours)).flatMap(({ from, to }) => [from, to]),
        0,
      ),
    ),
    minutesToday: property(
      atLeastClasses(present(needs.map((one) => one.maxMinutesPerDay)), 0).filter(
        (minutes) => minutes <= MINUTES_OF_A_DAY,
      ),
    ),
    full,
    always: always(parts),
  }
}

const distinct = <V>(values: readonly (V | undefined)[]): V[] => [
  ...new Set(values.filter((value) => value !== undefined)),
]

/** One of the requests that are left: the plainest. */
export const requestOf = (space: Space, left: readonly bigint[]): PolicyRequest => {
  const get = <V>(property: Property<V>, preferred?: V): V => pick(property, left, preferred)
  const several = <V>(properties: readonly Property<V>[]): (V | undefined)[] => {
    const [first, second] = properties
    const one = first && get(first)
    return [one, second && get(second, one)]
  }
  const origin = get(space.origin)
  const { epsilon } = space
  return {
    origin: origin.origin,
    topOrigin: origin.origin,
    publisher: get(space.publisher),
    attestations: get(space.attestationsKnown) ? distinct(several(space.held)) : undefined,
    purposes: distinct(several(space.purposes)),
    category: get(space.category),
    kind: get(space.kind),
    dataset: get(space.dataset),
    task: {
      unit: get(space.unit),
      noise: get(space.noise),
      epsilonPerRound: get(epsilon.epsilonPerRound),
      epsilonPerTask: get(epsilon.epsilonPerTask),
      epsilonPerPublisher: get(epsilon.epsilonPerPublisher),
      epsilonPerPeriod: {
        day: get(epsilon.day),
        week: get(epsilon.week),
        month: get(epsilon.month),
        year: get(epsilon.year),
      },
      aggregation: get(space.aggregation),
      minCohort: get(space.minCohort),
      reward: { ...tokenOf(get(space.token)), perContribution: get(space.amount) },
      funded: get(space.funded),
      retentionDays: get(space.retentionDays),
      recipients: distinct(several(space.recipients)),
      jurisdiction: get(space.jurisdiction),
      license: get(space.license),
    },
    device: {
      idle: get(space.idle),
      charging: get(space.charging),
      minuteOfDay: get(space.minuteOfDay),
      minutesToday: get(space.minutesToday),
      unmetered: get(space.unmetered),
    },
    now: get(space.time),
  }
}

const tokenOf = ({ chainId, token }: { readonly chainId: number; readonly token: Address }) => ({
  chainId,
  token,
})
