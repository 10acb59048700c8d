import type { Hex } from '../../../lib/protocol/hex.ts'

/** Written beside the manifest before launch, as `config.json`. */
export interface WalletConfig {
  readonly privateKey: Hex
  readonly rpcUrl: string
  readonly chainId: number
  /** False shows the wallet's own window for every question. */
  readonly autoApprove: boolean
}

/** A test changes these while the wallet runs, in `chrome.storage.local`. */
export interface WalletBehaviour {
  /** Methods that are declined, as the person would (4001). */
  readonly reject?: readonly string[]
  /** As long as it is locked the wallet names no account and signs nothing (4100). */
  readonly locked?: boolean
  /** Signs with this key instead, as a wallet that was switched to another account. */
  readonly signWith?: Hex
  /** The person switches to this key's account; connected pages hear of it. */
  readonly account?: Hex
}

/** Which window belongs to which question. */
export interface Question {
  readonly id: string
  readonly origin: string
  readonly method: string
  readonly params: unknown
}

export interface WalletReply {
  readonly result?: unknown
  readonly error?: { readonly code: number; readonly message: string }
}

/** What came to the wallet, in order: tests read it as `globalThis.reached` of its worker. */
export interface Reached {
  readonly origin: string
  readonly method: string
}
