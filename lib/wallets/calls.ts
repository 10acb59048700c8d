import { getAddress, numberToHex, serializeTypedData } from 'viem/utils'
import type { FoundWallet } from '../db/schema.ts'
import { type Address, type Hex, isAddress } from '../protocol/hex.ts'
import { type ContributionKeyStatement, delegationTypedData } from '../protocol/statements.ts'
import type { WalletCall, WalletMethod } from './messages.ts'

type Wallet = Pick<FoundWallet, 'id' | 'rdns'>

const call = (wallet: Wallet, method: WalletMethod, params: readonly unknown[]): WalletCall => ({
  id: crypto.randomUUID(),
  wallet: { id: wallet.id, rdns: wallet.rdns },
  method,
  params,
})

export const accountsCall = (wallet: Wallet, options: Pick<WalletCall, 'anew'> = {}): WalletCall => ({
  ...call(wallet, 'eth_requestAccounts', []),
  ...options,
})
export const chainIdCall = (wallet: Wallet): WalletCall => call(wallet, 'eth_chainId', [])

/** Fields of `PROVISO_DOMAIN`. */
const DOMAIN_FIELDS = [
  { name: 'name', type: 'string' },
  { name: 'version', type: 'string' },
] as const

/** `eth_signTypedData_v4` of a delegation: JSON with the domain's own type, as wallets want it. */
export const signDelegationCall = (wallet: Wallet, statement: ContributionKeyStatement): WalletCall => {
  const { domain, types, primaryType, message } = delegationTypedData(statement)
  const json = serializeTypedData({
    domain,
    types: { EIP712Domain: DOMAIN_FIELDS, ...types },
    primaryType,
    message,
  })
  return call(wallet, 'eth_signTypedData_v4', [statement.account, json])
}

export interface Transaction {
  readonly chainId: number
  readonly to: Address
  readonly data: Hex
}

/** Asks the wallet to change to another chain (EIP-3326). */
export const switchChainCall = (wallet: Wallet, chainId: number): WalletCall =>
  call(wallet, 'wallet_switchEthereumChain', [{ chainId: numberToHex(chainId) }])

/** The wallet estimates gas, shows the transaction to the person, signs and sends it. */
export const sendTransactionCall = (wallet: Wallet, from: Address, transaction: Transaction): WalletCall => {
  const { chainId, to, data } = transaction
  return call(wallet, 'eth_sendTransaction', [
    { from, to, data, value: '0x0', chainId: numberToHex(chainId) },
  ])
}

/** Accounts of an answer in checksummed form (EIP-55), whatever case the wallet uses; undefined where it is none. */
export const readAccounts = (result: unknown): readonly Address[] | undefined =>
  Array.isArray(result) && result.every((account) => typeof account === 'string' && isAddress(account))
    ? result.map((account: string) => getAddress(account.toLowerCase()))
    : undefined

/** A chain id of an answer: hexadecimal, or the number that some wallets give; undefined where it is none. */
export const readChainId = (result: unknown): number | undefined => {
  const id = typeof result === 'string' && /^0x[0-9a-fA-F]{1,13}$/.test(result) ? Number(result) : result
  return typeof id === 'number' && Number.isSafeInteger(id) && id > 0 ? id : undefined
}

/** Bytes of an answer, at most `maxBytes`; undefined where it is none. */
export const readHex = (result: unknown, maxBytes: number): Hex | undefined =>
  typeof result === 'string' && result.length <= 2 + 2 * maxBytes && /^0x([0-9a-fA-F]{2})+$/.test(result)
    ? (result as Hex)
    : undefined
