import type { WalletCallKind } from './walletCalls.ts'

/** Methods that are of one kind whatever they carry. */
const METHODS = {
  __proto__: null,
  eth_accounts: 'identity',
  eth_coinbase: 'identity',
  eth_requestAccounts: 'identity',
  wallet_connect: 'identity',
  wallet_getPermissions: 'identity',
  wallet_requestPermissions: 'identity',
  metamask_getProviderState: 'identity',
  eth_getEncryptionPublicKey: 'dataKeys',
  eth_decrypt: 'dataKeys',
  wallet_grantPermissions: 'permissions',
  wallet_requestExecutionPermissions: 'permissions',
} as unknown as Readonly<Record<string, WalletCallKind | undefined>>

/** Whether a call of this method may be of a kind, by its name alone. */
export const concernsKinds = (method: unknown): method is string =>
  typeof method === 'string' && METHODS[method] !== undefined

/** The kind of a question to a wallet; undefined for those that Proviso never stands in front of. */
export const kindOf = (method: string, _params: unknown): WalletCallKind | undefined => METHODS[method]
