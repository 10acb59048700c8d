import { numberToHex } from 'viem/utils'
import type { FoundWallet } from '../db/schema.ts'
import type { Address, Hex } from '../protocol/hex.ts'
import type { WalletCall } from './messages.ts'

// EIP-5792: several calls in one question, and what became of them. Version 2.0.0 is asked for; wallets that still answer
// as version 1.0 did are understood.

export interface BatchCall {
  readonly to: Address
  readonly data: Hex
}

type Wallet = Pick<FoundWallet, 'id' | 'rdns'>

const call = (wallet: Wallet, method: WalletCall['method'], params: readonly unknown[]): WalletCall => ({
  id: crypto.randomUUID(),
  wallet: { id: wallet.id, rdns: wallet.rdns },
  method,
  params,
})

export const capabilitiesCall = (wallet: Wallet, account: Address, chainId: number): WalletCall =>
  call(wallet, 'wallet_getCapabilities', [account, [numberToHex(chainId)]])

export const sendCallsCall = (
  wallet: Wallet,
  from: Address,
  calls: readonly BatchCall[],
  { chainId, paymasterUrl }: { readonly chainId: number; readonly paymasterUrl?: string | undefined },
): WalletCall =>
  call(wallet, 'wallet_sendCalls', [
    {
      version: '2.0.0',
      from,
      chainId: numberToHex(chainId),
      // Claims are independent of each other: one that fails must not hold up the rest.
      atomicRequired: false,
      calls: calls.map(({ to, data }) => ({ to, data, value: '0x0' })),
      ...(paymasterUrl === undefined ? {} : { capabilities: { paymasterService: { url: paymasterUrl } } }),
    },
  ])

export const callsStatusCall = (wallet: Wallet, id: string): WalletCall =>
  call(wallet, 'wallet_getCallsStatus', [id])

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}

const sameChain = (key: string, chainId: number): boolean =>
  /^(0x[0-9a-fA-F]{1,13}|\d{1,15})$/.test(key) && Number(key) === chainId

/** What a wallet says that it can do on a chain. */
export interface Capabilities {
  readonly canBatch: boolean
  readonly canBeSponsored: boolean
}

const NONE: Capabilities = { canBatch: false, canBeSponsored: false }

/** Reads an answer to `wallet_getCapabilities`. Chain 0 stands for all chains; what cannot be read can nothing. */
export const readCapabilities = (result: unknown, chainId: number): Capabilities => {
  const chains = Object.entries(record(result))
  const on = (id: number) => record(chains.find(([key]) => sameChain(key, id))?.[1])
  const { atomic, atomicBatch, paymasterService } = { ...on(0), ...on(chainId) }
  const status = record(atomic).status
  const canBatch =
    status === 'supported' ||
    status === 'ready' ||
    record(atomic).supported === true ||
    record(atomicBatch).supported === true
  const canBeSponsored = record(paymasterService).supported === true
  return canBatch || canBeSponsored ? { canBatch, canBeSponsored } : NONE
}

const MAX_ID_CHARS = 8194

/** The id that a wallet gave a batch: in an object, or alone as in version 1.0. */
export const readBatchId = (result: unknown): string | undefined => {
  const id = typeof result === 'string' ? result : record(result).id
  return typeof id === 'string' && id.length > 0 && id.length <= MAX_ID_CHARS ? id : undefined
}

export type BatchStatus =
  | { readonly status: 'pending' }
  /** In a block; the hash of the last transaction of it. */
  | { readonly status: 'confirmed'; readonly hash: Hex }
  | { readonly status: 'reverted' | 'dropped' }

const isHash = (value: unknown): value is Hex =>
  typeof value === 'string' && /^0x[0-9a-fA-F]{64}$/.test(value)

const lastHash = (receipts: unknown): Hex | undefined => {
  const hashes = Array.isArray(receipts) ? receipts.map((receipt) => record(receipt).transactionHash) : []
  return hashes.filter(isHash).at(-1)
}

/** Reads an answer to `wallet_getCallsStatus`: codes as in version 2.0.0, or the words of 1.0. Undefined where it is none. */
export const readBatchStatus = (result: unknown): BatchStatus | undefined => {
  const { status, receipts } = record(result)
  if (status === 'PENDING') return { status: 'pending' }
  const code = status === 'CONFIRMED' ? 200 : status
  if (typeof code !== 'number') return undefined
  if (code >= 100 && code < 200) return { status: 'pending' }
  if (code >= 200 && code < 300) {
    const isReverted = Array.isArray(receipts) && receipts.some((receipt) => record(receipt).status === '0x0')
    if (isReverted) return { status: 'reverted' }
    const hash = lastHash(receipts)
    // Confirmed, but its receipts are on their way still.
    return hash === undefined ? { status: 'pending' } : { status: 'confirmed', hash }
  }
  if (code >= 400 && code < 500) return { status: 'dropped' }
  return code >= 500 && code < 700 ? { status: 'reverted' } : undefined
}
