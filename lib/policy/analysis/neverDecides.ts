import type { RuleRecord, What, Who } from '../rule.ts'
import { notAll, where } from './property.ts'
import type { NeverReason } from './result.ts'
import { acts, judgedNeeds, type Sureness, speaks } from './says.ts'
import { type Budget, type Clause, type Group, solve } from './solve.ts'
import type { Space } from './space.ts'

/** A rule and its place, which is its name here: two rules may have the same id. */
export interface Placed {
  readonly place: string
  readonly rule: RuleRecord
}

/** What the settings say, by the name that a solution gives it: never a place. */
const NO_NOISE = 'no-noise'

/** What is asked about each rule, worked out once for all of them. */
export interface NeverQuestion {
  readonly space: Space
  readonly allowWithoutNoise: boolean
  /** When rules that refuse surely do not. */
  readonly refusing: readonly Silence[]
  /** When rules that ask or refuse do not, not even perhaps. */
  readonly stopping: readonly Silence[]
}

interface Silence extends Group {
  readonly rule: RuleRecord
}

const silence = ({ rule, place }: Placed, space: Space, sureness: Sureness): Silence => ({
  id: place,
  rule,
  clauses: notAll(acts(rule, space, sureness), space.full),
})

export const neverQuestion = (
  rules: readonly Placed[],
  space: Space,
  allowWithoutNoise: boolean,
): NeverQuestion => ({
  space,
  allowWithoutNoise,
  refusing: rules.filter(({ rule }) => rule.effect === 'refuse').map((one) => silence(one, space, 'surely')),
  stopping: rules.filter(({ rule }) => rule.effect !== 'allow').map((one) => silence(one, space, 'perhaps')),
})

const WHO: readonly (keyof Who)[] = ['origins', 'publishers', 'attested']
const WHAT: readonly (keyof What)[] = ['purposes', 'categories', 'kinds', 'datasets']

/** The one list that covers nothing by itself, or else the first there is. */
const emptyField = (rule: RuleRecord, space: Space, budget: Budget): keyof Who | keyof What => {
  const { who, what, effect, id, source, createdAt, expiresAt } = rule
  const alone = (part: Pick<RuleRecord, 'who' | 'what'>): boolean => {
    const items = speaks({ id, source, createdAt, expiresAt, effect, ...part }, space, 'surely')
    return solve(space.full, [], budget, [...space.always, ...items]).kind === 'none'
  }
  const given = [
    ...WHO.filter((field) => who?.[field] !== undefined),
    ...WHAT.filter((field) => what?.[field] !== undefined),
  ]
  const empty = given.find((field) =>
    WHO.some((one) => one === field)
      ? alone({ who: { [field]: who?.[field as keyof Who] } })
      : alone({ what: { [field]: what?.[field as keyof What] } }),
  )
  return empty ?? given[0] ?? 'categories'
}

/**
 * Why one rule never has its effect on any request; undefined where it has on some; `unknown` where the budget ran out.
 * That a special category is refused which no rule names, needs no word here: where a rule acts on one without naming it,
 * it acts on a broader one that is not special, too, and what refuses that refuses the special one.
 */
export const whyNever = (
  { space, allowWithoutNoise, refusing, stopping }: NeverQuestion,
  { rule, place }: Placed,
  budget: Budget,
): NeverReason | 'unknown' | undefined => {
  const sureness = rule.effect === 'ask' ? 'perhaps' : 'surely'
  const own: readonly Clause[] = [...space.always, ...acts(rule, space, sureness)]
  const noise: Group = { id: NO_NOISE, clauses: [[where(space.noise, (value) => value)]] }
  const stronger: readonly Group[] = {
    refuse: [],
    ask: allowWithoutNoise ? refusing : [noise, ...refusing],
    allow: stopping,
  }[rule.effect]
  const solution = solve(
    space.full,
    stronger.filter(({ id }) => id !== place),
    budget,
    own,
  )
  if (solution.kind === 'found') return undefined
  if (solution.kind === 'unknown') return 'unknown'
  if (solution.because.length === 0) return whyNothing(rule, space, budget)
  const by = stopping.filter(({ id }) => solution.because.includes(id)).map((one) => one.rule.id)
  return { kind: solution.because.includes(NO_NOISE) ? 'no-noise' : 'shadowed', by }
}

/** Why a rule acts on no request, whatever the others say. */
const whyNothing = (rule: RuleRecord, space: Space, budget: Budget): NeverReason | 'unknown' => {
  const scope = solve(space.full, [], budget, [...space.always, ...speaks(rule, space, 'surely')])
  if (scope.kind === 'unknown') return 'unknown'
  if (scope.kind === 'none') return { kind: 'covers-nothing', field: emptyField(rule, space, budget) }
  const needs = judgedNeeds(rule, space)
  if (rule.effect !== 'allow')
    return { kind: 'always-met', conditions: needs.map(({ condition }) => condition) }
  const clash = solve(
    space.full,
    needs.map(({ condition, met }) => ({ id: condition, clauses: met.map((literal) => [literal]) })),
    budget,
    space.always,
  )
  const conditions = needs
    .map(({ condition }) => condition)
    .filter((condition) => clash.kind !== 'none' || clash.because.includes(condition))
  return { kind: 'never-met', conditions }
}
