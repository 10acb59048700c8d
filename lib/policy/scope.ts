import { isSpecial } from '../vocabulary/terms.ts'
import { type OriginKeys, originKeys } from './origins.ts'
import { attestedKey, type ReadyRule } from './readyRule.ts'
import type { PolicyRequest } from './request.ts'
import { categoryTerms, hasTerm, haveCommonTerm, isSubset, purposeTerms, type TermSet } from './termSets.ts'

/** What rules are compared with, worked out once for each request. */
export interface Subject {
  readonly facts: PolicyRequest
  readonly origin: OriginKeys
  readonly top: OriginKeys
  readonly publisher: string
  /** Undefined while it is not known. */
  readonly attested: readonly string[] | undefined
  readonly purposes: TermSet
  /** -1 where the vocabulary does not have it. */
  readonly category: number
  readonly special: boolean
  /** Its origins and its terms are ones that can be trusted to mean what they say. What is not is never allowed. */
  readonly sound: boolean
}

export const subjectOf = (facts: PolicyRequest): Subject => {
  const origin = originKeys(facts.origin)
  const top = facts.topOrigin === facts.origin ? origin : originKeys(facts.topOrigin)
  const { set: purposes, complete } = purposeTerms.of(facts.purposes)
  const category = categoryTerms.indexOf(facts.category)
  return {
    facts,
    origin,
    top,
    publisher: facts.publisher.toLowerCase(),
    attested: facts.attestations?.map(attestedKey),
    purposes,
    category,
    special: isSpecial(facts.category),
    sound: complete && category !== -1 && origin.sound && top.sound,
  }
}

const covers = (patterns: ReadonlySet<string>, { patterns: keys }: OriginKeys): boolean => {
  for (const key of keys) if (patterns.has(key)) return true
  return false
}

const coversSite = ({ origins, effect }: ReadyRule, { origin, top }: Subject): boolean => {
  if (origins === undefined) return true
  if (effect === 'allow') return covers(origins, origin) && (top === origin || covers(origins, top))
  return covers(origins, origin) || (top !== origin && covers(origins, top))
}

const coversTask = (rule: ReadyRule, subject: Subject): boolean => {
  const { purposes, categories, kinds, datasets, effect } = rule
  if (purposes !== undefined) {
    const covered =
      effect === 'allow' ? isSubset(subject.purposes, purposes) : haveCommonTerm(subject.purposes, purposes)
    if (!covered) return false
  }
  if (categories !== undefined && !hasTerm(categories, subject.category)) return false
  if (kinds !== undefined && !kinds.includes(subject.facts.kind)) return false
  const { dataset } = subject.facts
  return datasets === undefined || (dataset !== undefined && datasets.includes(dataset))
}

/** Whether a rule names the special category that is asked for, or one above it. */
export const namesSpecial = (rule: ReadyRule, subject: Subject): boolean =>
  rule.named !== undefined && hasTerm(rule.named, subject.category)

/**
 * Whether a rule speaks of a request. Allowing takes everything: every purpose, the frame that asks and the page around
 * it, terms of the vocabulary, and a special category by its name. Asking and refusing take anything. Undefined: it
 * would, if the publisher has an attestation, and that is not known.
 */
export const speaksOf = (rule: ReadyRule, subject: Subject): boolean | undefined => {
  if (!coversTask(rule, subject) || !coversSite(rule, subject)) return false
  if (rule.publishers !== undefined && !rule.publishers.has(subject.publisher)) return false
  if (rule.effect === 'allow') {
    if (!subject.sound) return false
    if (subject.special && !namesSpecial(rule, subject)) return false
  }
  const { attested } = rule
  if (attested === undefined) return true
  return subject.attested?.some((key) => attested.has(key))
}
