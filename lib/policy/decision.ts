import type { Condition, Effect } from './rule.ts'

/** A condition that a request does not meet, with what was wanted and what was found, for a sentence. */
export interface Unmet {
  readonly condition: Condition
  /** Plain JSON, as in the rule and in the request; `found` is absent where it is not known (yet). */
  readonly wanted: unknown
  readonly found?: unknown
}

/** Why it was decided so. Kept with the request; `explain` makes it a sentence. */
export type Reason =
  /** A rule determined it; a refusing or asking one with needs names those that are not met. */
  | {
      readonly kind: 'rule'
      readonly ruleId: string
      readonly effect: Effect
      readonly unmet?: readonly Unmet[]
      /** It is not known (yet) whether the rule speaks: a refusing one asks until then. */
      readonly undecided?: true
    }
  /** An allowing rule would have, but for these. None: it is not known (yet) who the publisher is. */
  | { readonly kind: 'unmet'; readonly ruleId: string; readonly unmet: readonly Unmet[] }
  /** A special category that no allowing or asking rule names. */
  | { readonly kind: 'special'; readonly category: string; readonly undecided?: true }
  /** No noise: refused by the settings, or always asked. */
  | { readonly kind: 'no-noise'; readonly effect: 'ask' | 'refuse' }
  /** No rule speaks of it. */
  | { readonly kind: 'no-rule' }
  /** A rule would allow it, but the person, or a limit of theirs, has ended it before. */
  | { readonly kind: 'ended-before' }
  /** Something could not be read: the request, or a stored rule. Nothing is allowed unasked then. */
  | { readonly kind: 'unreadable' }

/** What is not known before the chain has been asked. */
export type Awaited = 'funded' | 'attestations'

export interface Decision {
  readonly effect: Effect
  /** Never empty. Those that determined the effect come first. */
  readonly because: readonly Reason[]
  /** Ids of the rules that determined the effect. */
  readonly ruleIds: readonly string[]
  /** Facts that are not known yet and could change the effect: worth waiting for before anybody is asked. */
  readonly awaits: readonly Awaited[]
}
