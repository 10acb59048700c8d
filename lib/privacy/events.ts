/**
 * What happened to a dataset, apart from how it is counted: accountants are functions over events (the division of
 * Google's dp_accounting). A `none` event has no noise; its other numbers mean nothing.
 */
export interface PrivacyEvent {
  readonly mechanism: 'subsampled-gaussian' | 'none'
  /** Standard deviation of the noise over the L2 sensitivity (the clip), > 0. */
  readonly noiseMultiplier: number
  /** Probability that a record is in a step's Poisson sample, 0 to 1. */
  readonly samplingRate: number
  /** How many times in a row; a fraction counts as a whole step. */
  readonly steps: number
}

/** What an event's noise hides: one record, or all that one person has given. */
export type PrivacyUnit = 'record' | 'contributor'

/** What an epsilon is limited for: a unit, or all data of a category. */
export type BudgetLimit = PrivacyUnit | 'category'

/** An event as ledgers hold it. */
export interface LedgerEvent extends PrivacyEvent {
  readonly unit: PrivacyUnit
}

export const isProtected = ({ mechanism }: { readonly mechanism: string }): boolean => mechanism !== 'none'

/**
 * Whether a ledger sums an event. What hides everything of a person hides each of their records as well, and is debited from
 * both; what hides single records says nothing of their sum. Without noise there is nothing to sum.
 */
export const isDebitedFrom = (ledger: PrivacyUnit, event: LedgerEvent): boolean =>
  isProtected(event) && (ledger === 'record' || event.unit === 'contributor')
