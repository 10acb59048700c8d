import type { Address } from '../protocol/hex.ts'

/** A remembered answer or a rule written by the person. Absent fields cover everything. */
export interface RuleRecord {
  readonly id: string
  readonly effect: 'allow' | 'ask' | 'refuse'
  readonly origin: string
  readonly publisher?: Address
  readonly purposes?: readonly string[]
  /** W3C DPV-PD term. */
  readonly category?: string
  /** Weakest privacy that an allow covers. */
  readonly privacy?: { readonly mechanism: 'local' | 'none'; readonly maxEpsilon?: number }
  /** Milliseconds since 1970. */
  readonly createdAt: number
  readonly expiresAt: number
}
