import { isSpecial, isWithin, upwards } from '../../vocabulary/terms.ts'
import { attestedKey } from '../readyRule.ts'
import type { Attested, Condition, DeviceConditions, RuleRecord, TaskConditions } from '../rule.ts'
import { fold, NO_TERM } from './classes.ts'
import { negate, type Property, where } from './property.ts'
import type { Clause, Literal } from './solve.ts'
import type { Space } from './space.ts'

/** `surely`: with all that is known of the request. `perhaps`: or as long as something is not known. */
export type Sureness = 'surely' | 'perhaps'

type Needs = TaskConditions & DeviceConditions

/** When one need is met (all of these), not met (any), and when that is not known (any). */
interface Judged {
  readonly condition: Condition
  readonly met: readonly Literal[]
  readonly unmet: readonly Literal[]
  readonly unknown: readonly Literal[]
}

const both = <V>(properties: readonly Property<V>[], test: (value: V) => boolean): readonly Literal[] =>
  properties.map((property) => where(property, test))

const oneOf = (wanted: readonly string[]) => {
  const folded = new Set(wanted.map(fold))
  return (found: string) => folded.has(fold(found))
}

type MetBy = {
  readonly [C in Condition]: (wanted: NonNullable<Needs[C]>, space: Space) => readonly Literal[]
}

/** The same as `needs.ts` judges, of every request at once. The tests hold the two to each other. */
const MET: MetBy = {
  unit: (wanted, { unit }) => [where(unit, (value) => value === 'contributor' || value === wanted)],
  noise: (_, { noise }) => [where(noise, (value) => value)],
  maxEpsilonPerRound: (most, { epsilon }) => [where(epsilon.epsilonPerRound, (value) => value <= most)],
  maxEpsilonPerTask: (most, { epsilon }) => [where(epsilon.epsilonPerTask, (value) => value <= most)],
  maxEpsilonPerPublisher: (most, { epsilon }) => [
    where(epsilon.epsilonPerPublisher, (value) => value <= most),
  ],
  maxEpsilonPerPeriod: (most, { epsilon }) => [where(epsilon[most.period], (value) => value <= most.epsilon)],
  aggregation: (wanted, { aggregation }) => [where(aggregation, (value) => wanted.includes(value))],
  minCohort: (least, { minCohort }) => [where(minCohort, (value) => value >= least)],
  minReward: (least, { token, amount }) => [
    where(token, (value) => value.chainId === least.chainId && fold(value.token) === fold(least.token)),
    where(amount, (value) => BigInt(value) >= BigInt(least.perContribution)),
  ],
  funded: (_, { funded }) => [where(funded, (value) => value === true)],
  maxRetentionDays: (most, { retentionDays }) => [where(retentionDays, (value) => value <= most)],
  recipients: (wanted, { recipients }) => both(recipients, oneOf(wanted)),
  jurisdictions: (wanted, { jurisdiction }) => [where(jurisdiction, oneOf(wanted))],
  licenses: (wanted, { license }) => [where(license, oneOf(wanted))],
  idle: (_, { idle }) => [where(idle, (value) => value === true)],
  charging: (_, { charging }) => [where(charging, (value) => value === true)],
  hours: ({ from, to }, { minuteOfDay }) => [
    where(minuteOfDay, (minute) =>
      from <= to ? from <= minute && minute < to : minute >= from || minute < to,
    ),
  ],
  maxMinutesPerDay: (most, { minutesToday }) => [where(minutesToday, (value) => value < most)],
  unmetered: (_, { unmetered }) => [where(unmetered, (value) => value === true)],
}

const maybes = ({ funded, idle, charging, unmetered }: Space) => ({ funded, idle, charging, unmetered })

export const judgedNeeds = (rule: RuleRecord, space: Space): readonly Judged[] =>
  Object.entries(rule.needs ?? {}).map(([name, wanted]) => {
    const condition = name as Condition
    const met = MET[condition](wanted as never, space)
    const maybe = maybes(space)[name as keyof ReturnType<typeof maybes>]
    if (maybe === undefined)
      return { condition, met, unmet: met.map((literal) => negate(literal, space.full)), unknown: [] }
    const is = (value: boolean | undefined) => where(maybe, (other) => other === value)
    return { condition, met, unmet: [is(false)], unknown: [is(undefined)] }
  })

const attestedItems = (
  attested: readonly Attested[],
  { held, attestationsKnown }: Space,
  sureness: Sureness,
): readonly Clause[] => {
  const keys = new Set(attested.map(attestedKey))
  const holds = both(held, (value) => value !== undefined && keys.has(attestedKey(value)))
  const known = where(attestationsKnown, (value) => value)
  const unknown = where(attestationsKnown, (value) => !value)
  return sureness === 'surely' ? [[known], holds] : [[unknown, ...holds]]
}

/** All of these hold exactly of the requests that what is written in a rule covers. */
export const covers = (rule: RuleRecord, space: Space, sureness: Sureness): readonly Clause[] => {
  const { who, what, expiresAt, effect } = rule
  const items: Clause[] = []
  /** Allowing takes every one of several, asking and refusing any. */
  const several = (literals: readonly Literal[]) => {
    if (effect === 'allow') items.push(...literals.map((literal) => [literal]))
    else items.push(literals)
  }
  const within = (terms: readonly string[]) => (term: string) => terms.some((one) => isWithin(term, one))
  if (expiresAt !== null) items.push([where(space.time, (value) => value < expiresAt)])
  if (who?.origins !== undefined) {
    const patterns = new Set(who.origins)
    items.push([where(space.origin, (origin) => origin.patterns.some((key) => patterns.has(key)))])
  }
  if (who?.publishers !== undefined) items.push([where(space.publisher, oneOf(who.publishers))])
  if (who?.attested !== undefined) items.push(...attestedItems(who.attested, space, sureness))
  if (what?.purposes !== undefined) several(both(space.purposes, within(what.purposes)))
  if (what?.categories !== undefined) items.push([where(space.category, within(what.categories))])
  if (what?.kinds !== undefined)
    items.push([where(space.kind, (kind) => what.kinds?.includes(kind) === true)])
  if (what?.datasets !== undefined)
    items.push([where(space.dataset, (id) => id !== undefined && what.datasets?.includes(id) === true)])
  return items
}

/** All of these hold exactly of the requests that a rule speaks of: what `scope.ts` says, of every request at once. */
export const speaks = (rule: RuleRecord, space: Space, sureness: Sureness): readonly Clause[] => {
  const covered = covers(rule, space, sureness)
  if (rule.effect !== 'allow') return covered
  const named = where(space.category, (term) => !isSpecial(term) || names(rule, term))
  return [...covered, ...isSound(space), [named]]
}

/** That every term is one of the vocabulary. */
export const isSound = (space: Space): readonly Clause[] =>
  [space.category, ...space.purposes].map((property) => [where(property, (term) => term !== NO_TERM)])

/** Whether a rule names a special category, or one above it. */
export const names = ({ what }: RuleRecord, category: string): boolean =>
  what?.categories?.some((term) => isSpecial(term) && upwards(category).has(term)) === true

/**
 * All of these hold exactly of the requests that a rule acts on: it speaks of them, and allows with its needs met, or asks
 * or refuses without them. `perhaps`: as far as is known. Nothing without noise is ever allowed unasked.
 */
export const acts = (rule: RuleRecord, space: Space, sureness: Sureness): readonly Clause[] => {
  const needs = judgedNeeds(rule, space)
  const speaking = speaks(rule, space, sureness)
  if (rule.effect === 'allow') {
    const met = [where(space.noise, (value) => value), ...needs.flatMap((need) => need.met)]
    return [...speaking, ...met.map((literal) => [literal])]
  }
  if (needs.length === 0) return speaking
  const missing = needs.flatMap(({ unmet, unknown }) =>
    sureness === 'surely' ? unmet : [...unmet, ...unknown],
  )
  return [...speaking, missing]
}
