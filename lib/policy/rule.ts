import type { Address, Bytes32 } from '../protocol/hex.ts'

/** In order of strength: refuse > ask > allow. */
export type Effect = 'allow' | 'ask' | 'refuse'

/** An EAS attestation that counts as proof of who a publisher is. Looked up on the chain that the task pays on. */
export interface Attested {
  readonly schema: Bytes32
  readonly attester: Address
}

/** Who asks. Every field that is given must match; one entry of its list is enough. Absent: anybody. */
export interface Who {
  /** `https://a.example`, `https://*.a.example` (every host below it, not itself), or `https://a.example:8443`. */
  readonly origins?: readonly string[]
  readonly publishers?: readonly Address[]
  /** Publishers that hold one of these attestations. */
  readonly attested?: readonly Attested[]
}

/** What is asked for. A term covers everything below it in the vocabulary. Absent: anything. */
export interface What {
  /** W3C DPV purposes, such as `dpv:ResearchAndDevelopment`. */
  readonly purposes?: readonly string[]
  /** W3C DPV-PD categories, such as `pd:Picture`. */
  readonly categories?: readonly string[]
  readonly kinds?: readonly string[]
  /** Ids of datasets of the vault. */
  readonly datasets?: readonly string[]
}

export const PERIODS = ['day', 'week', 'month', 'year'] as const
export type Period = (typeof PERIODS)[number]

/** What a task must keep to. */
export interface TaskConditions {
  /** At least this unit is protected: `contributor` is all records of a person and more than `record`. */
  readonly unit?: 'record' | 'contributor'
  /** Noise is added on the device. */
  readonly noise?: true
  /** Epsilon, at the dataset's delta. */
  readonly maxEpsilonPerRound?: number
  readonly maxEpsilonPerTask?: number
  /** With this task, over all tasks of its publisher on the dataset. */
  readonly maxEpsilonPerPublisher?: number
  /** With this task, over all tasks on the dataset within the last day, 7, 30 or 365 days. */
  readonly maxEpsilonPerPeriod?: { readonly period: Period; readonly epsilon: number }
  /** Any of these kinds of aggregation. */
  readonly aggregation?: readonly string[]
  readonly minCohort?: number
  /** Base units of one token, decimal digits, per accepted contribution. Another token never meets it. */
  readonly minReward?: { readonly chainId: number; readonly token: Address; readonly perContribution: string }
  /** Every seat is funded on chain. */
  readonly funded?: true
  readonly maxRetentionDays?: number
  /** Nobody but these gets the model. Compared without regard to case. */
  readonly recipients?: readonly string[]
  readonly jurisdictions?: readonly string[]
  readonly licenses?: readonly string[]
}

/** What the device must be doing when it is asked. A grant that such a rule makes trains under them only, too. */
export interface DeviceConditions {
  readonly idle?: true
  readonly charging?: true
  /** Minutes after local midnight, 0 to 1439; `from` after `to` runs over midnight; `to` is not included. */
  readonly hours?: { readonly from: number; readonly to: number }
  /** Of training, all tasks together. */
  readonly maxMinutesPerDay?: number
  /** Not on a connection that is paid by volume, as far as the browser knows. */
  readonly unmetered?: true
}

export const PRESETS = ['private', 'balanced', 'open'] as const
export type PresetName = (typeof PRESETS)[number]

/**
 * A remembered answer or a rule of the person's. It speaks of the requests that `who` and `what` cover, and says:
 * allow, if `needs` are met (otherwise ask); ask, unless they are met; refuse, unless they are met. Without needs, an
 * allow, ask or refuse is plain.
 */
export interface RuleRecord {
  readonly id: string
  readonly effect: Effect
  /** How it came to be: a preset's rules are replaced together. */
  readonly source: 'person' | 'answer' | 'import' | PresetName
  /** The person's own name for it, at most 80 characters. */
  readonly name?: string
  readonly who?: Who
  readonly what?: What
  readonly needs?: TaskConditions & DeviceConditions
  /** Milliseconds since 1970. */
  readonly createdAt: number
  /** Milliseconds since 1970; null where it has no end. */
  readonly expiresAt: number | null
}

/** A condition by its name. */
export type Condition = keyof (TaskConditions & DeviceConditions)
