import { Collected } from './collect.ts'
import type { Decision } from './decision.ts'
import { readRequest } from './readRequest.ts'
import { type ReadyRule, readyRule } from './readyRule.ts'
import type { PolicyRequest } from './request.ts'
import type { RuleRecord } from './rule.ts'
import { type Subject, subjectOf } from './scope.ts'
import { TermIndex } from './termIndex.ts'

export interface PolicySettings {
  /** The person's general word on tasks that add no noise: they are refused, or asked about, never allowed unasked. */
  readonly allowWithoutNoise: boolean
}

export interface Policy {
  /** Decides a request. Never throws, whatever it is given: what cannot be read is asked about. */
  readonly decide: (request: PolicyRequest, settings: PolicySettings) => Decision
}

const UNREADABLE: Decision = { effect: 'ask', because: [{ kind: 'unreadable' }], ruleIds: [], awaits: [] }

/** Whether what could not be read as a rule can still be known to say nothing against a request. */
const isHarmless = (value: unknown): boolean => {
  try {
    return (value as Partial<RuleRecord>).effect === 'allow'
  } catch {
    return false
  }
}

/** Rules by the first thing that can rule them out, so that few of many are looked at. */
class Index {
  readonly #byOrigin = new Map<string, ReadyRule[]>()
  readonly #byPublisher = new Map<string, ReadyRule[]>()
  readonly #others = new TermIndex()

  add(rule: ReadyRule): void {
    const [keys, map] =
      rule.origins === undefined ? [rule.publishers, this.#byPublisher] : [rule.origins, this.#byOrigin]
    if (keys === undefined) this.#others.add(rule)
    for (const key of keys ?? []) {
      const list = map.get(key)
      if (list === undefined) map.set(key, [rule])
      else list.push(rule)
    }
  }

  /** Every rule that may speak of the request, once each. */
  visit(subject: Subject, look: (rule: ReadyRule) => void): void {
    const { origin, top, publisher } = subject
    this.#others.visit(subject, look)
    for (const rule of this.#byPublisher.get(publisher) ?? []) look(rule)
    const seen = new Set<ReadyRule>()
    for (const { patterns } of top === origin ? [origin] : [origin, top])
      for (const pattern of patterns)
        for (const rule of this.#byOrigin.get(pattern) ?? []) {
          // One with a single origin is found twice only through the two origins of a request.
          if (top === origin && rule.origins?.size === 1) look(rule)
          else if (!seen.has(rule)) {
            seen.add(rule)
            look(rule)
          }
        }
  }
}

/** Makes rules ready to decide many requests. A rule that cannot be read keeps every request from being allowed unasked. */
export const compile = (rules: readonly RuleRecord[]): Policy => {
  const index = new Index()
  let unreadable = false
  try {
    for (const rule of rules) {
      try {
        index.add(readyRule(rule))
      } catch {
        unreadable ||= !isHarmless(rule)
      }
    }
  } catch {
    unreadable = true
  }
  return {
    decide: (request, settings) => {
      try {
        const facts = readRequest(request)
        if (facts === undefined) return UNREADABLE
        const subject = subjectOf(facts)
        const collected = new Collected(subject)
        index.visit(subject, (rule) => {
          if (rule.expiresAt > facts.now) collected.add(rule)
        })
        return collected.decision({ allowWithoutNoise: settings.allowWithoutNoise === true, unreadable })
      } catch {
        return UNREADABLE
      }
    },
  }
}
