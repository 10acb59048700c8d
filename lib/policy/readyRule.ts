import * as v from 'valibot'
import { isSpecial } from '../vocabulary/terms.ts'
import { type Need, readyNeed } from './needs.ts'
import type { Attested, Condition, Effect, RuleRecord } from './rule.ts'
import { RuleSchema } from './schema.ts'
import { categoryTerms, purposeTerms, type TermSet } from './termSets.ts'

/** A rule made ready to be compared with many requests. Absent scopes cover everything. */
export interface ReadyRule {
  readonly id: string
  readonly effect: Effect
  /** Milliseconds since 1970; `Infinity` where it has no end. */
  readonly expiresAt: number
  readonly origins: ReadonlySet<string> | undefined
  readonly publishers: ReadonlySet<string> | undefined
  readonly attested: ReadonlySet<string> | undefined
  readonly purposes: TermSet | undefined
  readonly categories: TermSet | undefined
  /** What it covers by special categories that it names. */
  readonly named: TermSet | undefined
  readonly kinds: readonly string[] | undefined
  readonly datasets: readonly string[] | undefined
  readonly needs: readonly Need[]
}

/** Attestations compare by value, never by the case of digits. */
export const attestedKey = ({ schema, attester }: Attested): string => `${schema}:${attester}`.toLowerCase()

/** Throws where the rule is not valid: it may come from an older version, or from a database that somebody edited. */
export const readyRule = (value: RuleRecord): ReadyRule => {
  const rule: RuleRecord = v.parse(RuleSchema, value, { abortEarly: true })
  const { who, what } = rule
  const special = what?.categories?.filter(isSpecial) ?? []
  return {
    id: rule.id,
    effect: rule.effect,
    expiresAt: rule.expiresAt ?? Number.POSITIVE_INFINITY,
    origins: who?.origins && new Set(who.origins),
    publishers: who?.publishers && new Set(who.publishers.map((publisher) => publisher.toLowerCase())),
    attested: who?.attested && new Set(who.attested.map(attestedKey)),
    purposes: what?.purposes && purposeTerms.covered(what.purposes),
    categories: what?.categories && categoryTerms.covered(what.categories),
    named: special.length === 0 ? undefined : categoryTerms.covered(special),
    kinds: what?.kinds,
    datasets: what?.datasets,
    needs: Object.entries(rule.needs ?? {}).map(([condition, wanted]) =>
      readyNeed(condition as Condition, wanted as never),
    ),
  }
}
