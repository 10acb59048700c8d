import type { Decision } from '../decision.ts'
import type { PolicyRequest } from '../request.ts'
import type { Condition, Effect, What, Who } from '../rule.ts'

/** Why a rule can never determine a decision. */
export type NeverReason =
  | { readonly kind: 'expired'; readonly expiresAt: number }
  /** It is not a rule that this version can read. */
  | { readonly kind: 'unreadable' }
  /** No request is covered: nothing that this list names can exist. */
  | { readonly kind: 'covers-nothing'; readonly field: keyof Who | keyof What }
  /** No task or device can meet these, each by itself or together, so an allowing rule never allows. */
  | { readonly kind: 'never-met'; readonly conditions: readonly Condition[] }
  /** Every task and device meets these, so a rule that asks or refuses unless they are met never does. */
  | { readonly kind: 'always-met'; readonly conditions: readonly Condition[] }
  /** Wherever it speaks, stronger ones speak too. None of the ids can be left out. */
  | { readonly kind: 'shadowed'; readonly by: readonly string[] }
  /** Wherever it speaks, the settings refuse what adds no noise, or these rules speak too. */
  | { readonly kind: 'no-noise'; readonly by: readonly string[] }

export interface NeverDecides {
  readonly ruleId: string
  readonly why: NeverReason
}

/**
 * How two rules lie to each other. `exception`: the loser is written of everything that the winner acts on, as people write
 * exceptions. `shadowed`: the winner acts on everything that the loser does. `same`: both. `overlap`: neither.
 */
export type Relation = 'exception' | 'shadowed' | 'same' | 'overlap'

/** Two rules that say different things of one request. */
export interface Contradiction {
  /** The stronger one: refuse > ask > allow. */
  readonly winner: { readonly ruleId: string; readonly effect: Effect }
  readonly loser: { readonly ruleId: string; readonly effect: Effect }
  readonly relation: Relation
  /** One request of which both speak, made of the terms that the rules name. */
  readonly example: PolicyRequest
}

export type AnalysisResult =
  | {
      readonly kind: 'analysed'
      readonly neverDecides: readonly NeverDecides[]
      /** Overlaps first, exceptions last; at most `MOST_CONTRADICTIONS`. */
      readonly contradictions: readonly Contradiction[]
      /** How many more there are. */
      readonly contradictionsLeftOut: number
      /** Rules that took too long to look at: nothing is said of them. */
      readonly undecided: readonly string[]
    }
  | {
      readonly kind: 'not-analysed'
      readonly why: 'too-many-rules' | 'too-much-named'
      readonly most: number
    }
  | { readonly kind: 'not-analysed'; readonly why: 'stopped' }

/** A recorded request that other rules would have decided differently. */
export interface Change {
  /** Place in the list of requests. */
  readonly index: number
  readonly before: Effect
  readonly after: Effect
  /** Under the new rules, with its reasons. */
  readonly decision: Decision
}
