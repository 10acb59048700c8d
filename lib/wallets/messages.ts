import type { FoundWallet, WalletState } from '../db/schema.ts'

/** Name of the `runtime.Port` between the bridge page and the worker. */
export const BRIDGE_PORT = 'bridge'

/** First message of the page's script to the isolated one, with one end of a MessageChannel. */
export const BRIDGE_HANDOVER = 'proviso:bridge'

/** All that the bridge page ever asks of a wallet. */
export const WALLET_METHODS = [
  'eth_requestAccounts',
  'eth_chainId',
  'eth_signTypedData_v4',
  'eth_sendTransaction',
] as const
export type WalletMethod = (typeof WALLET_METHODS)[number]

/** One call, built by the worker and carried out at most once per page. */
export interface WalletCall {
  readonly id: string
  /** EIP-6963 uuids change at every load; where the uuid is unknown, `rdns` finds the wallet again. */
  readonly wallet: Pick<FoundWallet, 'id' | 'rdns'>
  readonly method: WalletMethod
  readonly params: readonly unknown[]
}

/** EIP-1193 code of a wallet's refusal, or `GONE` where the wallet is not on the page. */
export interface WalletFault {
  readonly code: number
  readonly message: string
}

/** Ours: no wallet uses it (EIP-1474 keeps -32099 to -32000 for servers). */
export const GONE = -1

export type Outcome =
  | { readonly id: string; readonly result: unknown }
  | { readonly id: string; readonly error: WalletFault }

export type ToBridge =
  | { readonly type: 'call'; readonly call: WalletCall }
  | { readonly type: 'state'; readonly state: WalletState['state']; readonly wallet?: string }

export type FromBridge =
  | { readonly type: 'wallets'; readonly wallets: readonly FoundWallet[] }
  | { readonly type: 'outcome'; readonly outcome: Outcome }
  | {
      readonly type: 'accounts'
      readonly wallet: Pick<FoundWallet, 'id' | 'rdns'>
      readonly accounts: readonly string[]
    }
