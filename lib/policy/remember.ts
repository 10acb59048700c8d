import * as v from 'valibot'
import type { PolicyRequest } from './request.ts'
import type { RuleRecord } from './rule.ts'
import { RuleSchema } from './schema.ts'

const DAY = 86_400_000

export interface Remembered {
  /** What was answered. */
  readonly facts: PolicyRequest
  readonly effect: 'allow' | 'refuse'
  readonly days: number
  readonly id: string
  /** Milliseconds since 1970. */
  readonly now: number
}

/** This privacy or stricter. */
const needsOf = ({ task }: PolicyRequest): NonNullable<RuleRecord['needs']> | undefined =>
  task.noise && task.unit !== 'none'
    ? {
        unit: task.unit,
        noise: true,
        maxEpsilonPerRound: task.epsilonPerRound,
        maxEpsilonPerTask: task.epsilonPerTask,
        aggregation: [task.aggregation],
        minCohort: task.minCohort,
      }
    : undefined

/**
 * The rule that an answer is remembered as. An allowance: this origin (and, in a frame, the page around it), this
 * publisher, these purposes, this category, and this privacy or stricter. A refusal: this origin and publisher, whatever
 * they ask for. Undefined where no rule could give the same answer: a task without noise is never allowed unasked, and
 * nor is one whose terms the vocabulary does not have.
 */
export const rememberedRule = ({ facts, effect, days, id, now }: Remembered): RuleRecord | undefined => {
  const needs = needsOf(facts)
  if (effect === 'allow' && needs === undefined) return undefined
  const { origin, topOrigin, publisher, purposes, category } = facts
  const origins = effect === 'allow' && topOrigin !== origin ? [origin, topOrigin] : [origin]
  const result = v.safeParse(RuleSchema, {
    id,
    effect,
    source: 'answer',
    who: { origins, publishers: [publisher] },
    ...(effect === 'allow'
      ? { what: { purposes: [...new Set(purposes)], categories: [category] }, needs }
      : {}),
    createdAt: now,
    expiresAt: now + days * DAY,
  })
  return result.success ? result.output : undefined
}
