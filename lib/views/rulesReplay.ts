import { compile, type PolicySettings } from '../policy/compile.ts'
import type { Effect, RuleRecord } from '../policy/rule.ts'
import type { RecordedRequest } from './rules.ts'

/** A recorded request that other rules would have decided differently. */
export interface Difference {
  readonly request: RecordedRequest
  readonly before: Effect
  readonly after: Effect
}

/** Decides recorded requests under the rules as they are and as they would be, and gives those that differ. */
export const differencesOf = (
  before: readonly RuleRecord[],
  after: readonly RuleRecord[],
  requests: readonly RecordedRequest[],
  settings: PolicySettings,
): readonly Difference[] => {
  const [old, next] = [compile(before), compile(after)]
  return requests.flatMap((request) => {
    const was = old.decide(request.facts, settings).effect
    const is = next.decide(request.facts, settings).effect
    return was === is ? [] : [{ request, before: was, after: is }]
  })
}

/** How many went which way, the most first. */
export const kindsOfDifference = (
  differences: readonly Difference[],
): readonly { readonly before: Effect; readonly after: Effect; readonly count: number }[] => {
  const counts = new Map<string, { before: Effect; after: Effect; count: number }>()
  for (const { before, after } of differences) {
    const key = `${before} ${after}`
    counts.set(key, { before, after, count: (counts.get(key)?.count ?? 0) + 1 })
  }
  return [...counts.values()].toSorted((a, b) => b.count - a.count)
}
