import * as v from 'valibot'
import type { RuleRecord } from '../rule.ts'
import { RuleSchema } from '../schema.ts'
import { common, contradiction, type Reach, reachOf } from './contradictions.ts'
import { neverQuestion, type Placed, whyNever } from './neverDecides.ts'
import type { AnalysisResult, Contradiction, NeverDecides, Relation } from './result.ts'
import type { Budget } from './solve.ts'
import { type Space, spaceOf } from './space.ts'

/** Above so many rules nothing is analysed. */
export const MOST_RULES = 500
/** So many contradictions are told; the rest is counted. */
export const MOST_CONTRADICTIONS = 100
/** So many are looked at more closely, to tell first what matters most. */
const MOST_COMPARED = 1_000
/** Comparisons, of all questions together: some seconds of a slow machine. */
const MOST_STEPS = 20_000_000
/** Comparisons until others get their turn. */
const STEPS_AT_ONCE = 100_000

export interface AnalysisOptions {
  /** Milliseconds since 1970. What ended before says nothing. */
  readonly now: number
  readonly allowWithoutNoise: boolean
  readonly signal?: AbortSignal
}

/** How many sites, publishers, terms and so on all rules together may name. */
export const MOST_NAMED = 4_000

const isValid = (rule: RuleRecord): boolean => v.is(RuleSchema, rule)

/** What it amounts to that a rule cannot be read: nothing is allowed unasked, unless it would only have allowed. */
const UNREADABLE = { effect: 'ask', source: 'person', createdAt: 0, expiresAt: null } as const

const RELATIONS: readonly Relation[] = ['overlap', 'same', 'shadowed', 'exception']

const countNamed = (rules: readonly RuleRecord[]): number =>
  rules
    .flatMap(({ who, what, needs }) => [who, what, needs].flatMap((part) => Object.values(part ?? {})))
    .reduce((sum, value) => sum + (Array.isArray(value) ? value.length : 1), 0)

interface Pair {
  readonly a: Reach
  readonly b: Reach
}

const contradictionsOf = function* (
  rules: readonly Placed[],
  space: Space,
  budget: Budget,
  undecided: Set<string>,
): Generator<number, { readonly shown: readonly Contradiction[]; readonly leftOut: number }> {
  const pairs: (Pair & { readonly values: readonly bigint[] })[] = []
  const reached: Reach[] = []
  for (const one of rules) {
    yield budget.steps
    const reach = reachOf(one, space, budget)
    if (reach !== undefined) reached.push(reach)
  }
  let count = 0
  for (const [index, a] of reached.entries())
    for (const b of reached.slice(index + 1)) {
      yield budget.steps
      const values = common(a, b, space, budget)
      if (values === 'unknown') for (const { one } of [a, b]) undecided.add(one.rule.id)
      else if (values !== undefined) {
        count += 1
        if (pairs.length < MOST_COMPARED) pairs.push({ a, b, values })
      }
    }
  const found: Contradiction[] = []
  for (const { a, b, values } of pairs) {
    yield budget.steps
    found.push(contradiction(a, b, values, space, budget))
  }
  const order = ({ relation }: Contradiction) => RELATIONS.indexOf(relation)
  const shown = found.toSorted((a, b) => order(a) - order(b)).slice(0, MOST_CONTRADICTIONS)
  return { shown, leftOut: count - shown.length }
}

/** An analysis step by step, so that whoever runs it can stop, or let others have their turn. Gives the budget that is left. */
const stepsOf = function* (
  rules: readonly RuleRecord[],
  { now, allowWithoutNoise }: AnalysisOptions,
): Generator<number, AnalysisResult> {
  const budget: Budget = { steps: MOST_STEPS }
  const neverDecides: NeverDecides[] = []
  const undecided = new Set<string>()
  const own: Placed[] = []
  const unreadable: Placed[] = []
  for (const [index, rule] of rules.entries()) {
    const place = String(index)
    const { id: ruleId, expiresAt, effect } = rule
    if (!isValid(rule)) {
      neverDecides.push({ ruleId, why: { kind: 'unreadable' } })
      if (effect !== 'allow') unreadable.push({ place, rule: { id: ruleId, ...UNREADABLE } })
    } else if (expiresAt !== null && expiresAt <= now)
      neverDecides.push({ ruleId, why: { kind: 'expired', expiresAt } })
    else own.push({ place, rule })
  }
  const space = spaceOf(
    own.map(({ rule }) => rule),
    now,
  )
  const question = neverQuestion([...own, ...unreadable], space, allowWithoutNoise)
  for (const one of own) {
    yield budget.steps
    const why = whyNever(question, one, budget)
    if (why === 'unknown') undecided.add(one.rule.id)
    else if (why !== undefined) neverDecides.push({ ruleId: one.rule.id, why })
  }
  const { shown, leftOut } = yield* contradictionsOf(own, space, budget, undecided)
  return {
    kind: 'analysed',
    neverDecides,
    contradictions: shown,
    contradictionsLeftOut: leftOut,
    undecided: [...undecided],
  }
}

const turn = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve)
  })

/**
 * What can be said of rules without any request: which never have their effect, and which say different things of the same
 * request. Exact over all requests that Proviso makes of tasks, as far as rules can tell them apart; where that would take too
 * long, it says so instead. Lets others have their turn; stops when asked to.
 */
export const analyse = async (
  rules: readonly RuleRecord[],
  options: AnalysisOptions,
): Promise<AnalysisResult> => {
  if (rules.length > MOST_RULES) return { kind: 'not-analysed', why: 'too-many-rules', most: MOST_RULES }
  if (countNamed(rules) > MOST_NAMED) return { kind: 'not-analysed', why: 'too-much-named', most: MOST_NAMED }
  const running = stepsOf(rules, options)
  let before = MOST_STEPS
  for (;;) {
    if (options.signal?.aborted === true) return { kind: 'not-analysed', why: 'stopped' }
    const next = running.next()
    if (next.done === true) return next.value
    if (before - next.value > STEPS_AT_ONCE) {
      before = next.value
      await turn()
    }
  }
}
