import type { FoundWallet, WalletState } from '../db/schema.ts'

/**
 * Where a wallet is reached: injected wallets on the bridge page, which is an ordinary page of the web, and Coinbase Smart
 * Wallet from a tab of our own, which opens the wallet's popup.
 */
export type Place = 'bridge' | 'tab'

/** Names of the `runtime.Port` between each place and the worker. */
export const PORTS: Readonly<Record<Place, string>> = { bridge: 'bridge', tab: 'wallet' }

/** First message of the bridge page's own script to the isolated one, with one end of a MessageChannel. */
export const BRIDGE_HANDOVER = 'proviso:bridge'

/** All that is ever asked of a wallet. */
export const WALLET_METHODS = [
  'eth_requestAccounts',
  'eth_chainId',
  'eth_signTypedData_v4',
  'eth_sendTransaction',
  'wallet_switchEthereumChain',
  'wallet_getCapabilities',
  'wallet_sendCalls',
  'wallet_getCallsStatus',
] as const
export type WalletMethod = (typeof WALLET_METHODS)[number]

/** What must never be asked twice: the first asking may have been answered and carried out unheard. */
export const SENDING: readonly WalletMethod[] = ['eth_sendTransaction', 'wallet_sendCalls']

/** One call, built by the worker and carried out at most once per page. */
export interface WalletCall {
  readonly id: string
  /** EIP-6963 uuids change at every load; where the uuid is unknown, `rdns` finds the wallet again. */
  readonly wallet: Pick<FoundWallet, 'id' | 'rdns'>
  readonly method: WalletMethod
  readonly params: readonly unknown[]
  /** The person connects: a session that a wallet's own page kept from an earlier time does not answer for them. */
  readonly anew?: true
}

/** EIP-1193 code of a wallet's refusal, or one of ours. */
export interface WalletFault {
  readonly code: number
  readonly message: string
}

/** Ours; no wallet uses them (EIP-1474 keeps -32099 to -32000 for servers). The wallet is not on the page. */
export const GONE = -1
/** The wallet's own window was closed before it had answered. */
export const POPUP_CLOSED = -2

export type Outcome =
  | { readonly id: string; readonly result: unknown }
  | { readonly id: string; readonly error: WalletFault }

/** What a page that reaches a wallet says about what goes on: the wallet's state, or what a connected one is doing. */
export type Shown = WalletState['state'] | 'sending' | 'switching' | 'asking'

export type ToPlace =
  | { readonly type: 'call'; readonly call: WalletCall }
  | { readonly type: 'state'; readonly state: Shown; readonly wallet?: string }

type Named = Pick<FoundWallet, 'id' | 'rdns'>

export type FromPlace =
  | { readonly type: 'wallets'; readonly wallets: readonly FoundWallet[] }
  | { readonly type: 'outcome'; readonly outcome: Outcome }
  | { readonly type: 'accounts'; readonly wallet: Named; readonly accounts: readonly string[] }
  | { readonly type: 'chain'; readonly wallet: Named; readonly chainId: string }
