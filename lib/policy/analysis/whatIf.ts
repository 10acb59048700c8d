import { compile, type PolicySettings } from '../compile.ts'
import type { PolicyRequest } from '../request.ts'
import type { RuleRecord } from '../rule.ts'
import type { Change } from './result.ts'

/** More recorded requests than anybody reads about: the last of them are looked at. */
export const MOST_REQUESTS = 10_000

/** Which of these requests other rules would have decided differently, each at its own time. */
export const whatIf = (
  before: readonly RuleRecord[],
  after: readonly RuleRecord[],
  requests: readonly PolicyRequest[],
  settings: PolicySettings,
): readonly Change[] => {
  const [old, young] = [compile(before), compile(after)]
  const first = Math.max(0, requests.length - MOST_REQUESTS)
  return requests.slice(first).flatMap((request, index) => {
    const effect = old.decide(request, settings).effect
    const decision = young.decide(request, settings)
    return effect === decision.effect
      ? []
      : [{ index: first + index, before: effect, after: decision.effect, decision }]
  })
}
