import type { Effect, RuleRecord } from '../rule.ts'
import type { Placed } from './neverDecides.ts'
import { negate } from './property.ts'
import type { Contradiction, Relation } from './result.ts'
import { acts, covers, isSound } from './says.ts'
import { type Budget, type Clause, narrowed, solve } from './solve.ts'
import { requestOf, type Space } from './space.ts'

const STRENGTH: Readonly<Record<Effect, number>> = { refuse: 2, ask: 1, allow: 0 }

/** What a rule acts on, and what that leaves of each property. */
interface Acted {
  readonly items: readonly Clause[]
  readonly left: readonly bigint[]
}

export interface Reach extends Acted {
  readonly one: Placed
  /** The same of requests with one purpose, and what is written in the rule: how rules lie to each other is seen by these. */
  readonly single: Acted
  readonly written: readonly Clause[]
}

const acted = (rule: RuleRecord, space: Space, budget: Budget): Acted | undefined => {
  const items = acts(rule, space, 'surely')
  const left = narrowed(space.full, [...space.always, ...isSound(space), ...items], budget)
  return left && { items, left }
}

/** Undefined where it acts on nothing. */
export const reachOf = (one: Placed, space: Space, budget: Budget): Reach | undefined => {
  const withOnePurpose = { ...space, purposes: space.purposes.slice(0, 1) }
  const all = acted(one.rule, space, budget)
  const single = acted(one.rule, withOnePurpose, budget)
  if (all === undefined || single === undefined) return undefined
  return { one, ...all, single, written: covers(one.rule, withOnePurpose, 'surely') }
}

const meet = (a: Reach, b: Reach): readonly bigint[] | undefined => {
  const left: bigint[] = []
  for (const [property, values] of a.left.entries()) {
    const common = values & (b.left[property] ?? 0n)
    if (common === 0n) return undefined
    left.push(common)
  }
  return left
}

/** Whether all of these hold of everything that is acted on. */
const holds = (
  items: readonly Clause[],
  { items: own, left }: Acted,
  space: Space,
  budget: Budget,
): boolean =>
  items.every((item) => {
    const given = [...space.always, ...own, ...item.map((literal) => [negate(literal, space.full)])]
    return solve(left, [], budget, given).kind === 'none'
  })

const relationOf = (winner: Reach, loser: Reach, space: Space, budget: Budget): Relation => {
  const isNarrower = holds(loser.written, winner.single, space, budget)
  if (holds(winner.single.items, loser.single, space, budget)) return isNarrower ? 'same' : 'shadowed'
  return isNarrower ? 'exception' : 'overlap'
}

/**
 * What is left of requests that both rules act on, with different effects; undefined where there is none. Requests of pages
 * that stand for themselves: any two sites meet in a frame, which is not what anybody means.
 */
export const common = (
  a: Reach,
  b: Reach,
  space: Space,
  budget: Budget,
): readonly bigint[] | 'unknown' | undefined => {
  if (a.one.rule.effect === b.one.rule.effect) return undefined
  budget.steps -= a.left.length
  const left = meet(a, b)
  if (left === undefined) return undefined
  const solution = solve(left, [], budget, [...space.always, ...a.items, ...b.items])
  if (solution.kind === 'unknown') return 'unknown'
  return solution.kind === 'none' ? undefined : solution.values
}

/** The same as a finding: which one wins, and one request of them. */
export const contradiction = (
  a: Reach,
  b: Reach,
  values: readonly bigint[],
  space: Space,
  budget: Budget,
): Contradiction => {
  const [winner, loser] = STRENGTH[a.one.rule.effect] > STRENGTH[b.one.rule.effect] ? [a, b] : [b, a]
  const named = ({ one: { rule } }: Reach) => ({ ruleId: rule.id, effect: rule.effect })
  return {
    winner: named(winner),
    loser: named(loser),
    relation: relationOf(winner, loser, space, budget),
    example: requestOf(space, values),
  }
}
