import type { WalletCallKind } from './walletCalls.ts'

/** Methods that are of one kind whatever they carry. */
const METHODS: Readonly<Record<string, WalletCallKind>> = {
  eth_accounts: 'identity',
  eth_requestAccounts: 'identity',
  wallet_requestPermissions: 'identity',
  wallet_connect: 'identity',
  eth_getEncryptionPublicKey: 'dataKeys',
  eth_decrypt: 'dataKeys',
  wallet_grantPermissions: 'permissions',
  wallet_requestExecutionPermissions: 'permissions',
}

/** The kind of a question to a wallet; undefined for those that Proviso never stands in front of. */
export const kindOf = (method: string, _params: unknown): WalletCallKind | undefined => METHODS[method]
