import { whatIf } from '../policy/analysis/whatIf.ts'
import type { PolicySettings } from '../policy/compile.ts'
import type { Effect, RuleRecord } from '../policy/rule.ts'
import type { RecordedRequest } from './rules.ts'

/** A recorded request that other rules would have decided differently. */
export interface Difference {
  readonly request: RecordedRequest
  readonly before: Effect
  readonly after: Effect
}

/** The recorded requests that would have been decided differently, each at its own time. */
export const differencesOf = (
  before: readonly RuleRecord[],
  after: readonly RuleRecord[],
  requests: readonly RecordedRequest[],
  settings: PolicySettings,
): readonly Difference[] =>
  whatIf(
    before,
    after,
    requests.map(({ facts }) => facts),
    settings,
  ).flatMap(({ index, before: was, after: is }) => {
    const request = requests[index]
    return request === undefined ? [] : [{ request, before: was, after: is }]
  })

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
