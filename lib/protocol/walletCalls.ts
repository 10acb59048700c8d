/**
 * Questions to a wallet that say who a person is or give something of theirs away. Proviso stands in front of them on
 * sites for which the person has said so; elsewhere they pass untouched. docs/interception.md has a row for each.
 */
export const WALLET_CALL_KINDS = ['identity', 'login', 'dataKeys', 'permissions', 'licence'] as const
export type WalletCallKind = (typeof WALLET_CALL_KINDS)[number]

/** What the page's gate asks the worker about, as the page called the wallet. */
export interface GateQuestion {
  readonly method: string
  /** Plain JSON, made at the call. */
  readonly params: unknown
  /**
   * The page only looks (`eth_accounts`, `selectedAddress`): nobody is asked, and what is not allowed by now is withheld.
   */
  readonly silent: boolean
}

/** `pass`: on to the wallet. `withhold`: what was only looked for looks as if it were not there. */
export type GateAnswer = 'pass' | 'withhold'
