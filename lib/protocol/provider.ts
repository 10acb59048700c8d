import type { Address, Bytes32 } from './hex.ts'
import type { SignedTask } from './manifest.ts'

/** The provider in the page: EIP-1193 shaped, found by events like EIP-6963. */
export const METHODS = [
  'dataUse_getCapabilities',
  'dataUse_request',
  'dataUse_getGrants',
  'dataUse_relinquish',
] as const
export type DataUseMethod = (typeof METHODS)[number]
export const isDataUseMethod = (method: unknown): method is DataUseMethod =>
  METHODS.some((known) => known === method)

export const ANNOUNCE_EVENT = 'dataUse:announceProvider'
export const REQUEST_EVENT = 'dataUse:requestProvider'

/** The same for everyone: it must not tell one person from another. */
export interface Capabilities {
  readonly version: 1
  readonly architectures: readonly string[]
  readonly mechanisms: readonly string[]
  readonly units: readonly string[]
  readonly aggregation: readonly string[]
  readonly kinds: readonly string[]
  readonly steps: readonly string[]
  readonly limits: { readonly manifestBytes: number; readonly weightsBytes: number }
}

/** `dataUse_request` takes one of: the signed task itself, or its same-origin address and hash. */
export type DataUseRequestParams =
  | readonly [SignedTask]
  | readonly [{ readonly url: string; readonly termsHash: Bytes32 }]

/** What a page learns about a grant. Nothing about the data behind it. */
export interface PublicGrant {
  readonly id: string
  readonly task: Bytes32
  readonly state: 'active' | 'paused' | 'ended'
  /** Milliseconds since 1970. */
  readonly createdAt: number
  readonly expiresAt: number
  readonly rounds: number
  /** UID of the receipt, and the account that it names. */
  readonly receipt: Bytes32
  readonly account: Address
}

export interface DataUseResults {
  dataUse_getCapabilities: Capabilities
  dataUse_request: PublicGrant
  dataUse_getGrants: readonly PublicGrant[]
  dataUse_relinquish: null
}

export interface ContributionEvent {
  readonly grant: string
  readonly round: number
  readonly state: 'training' | 'sent' | 'accepted'
}

export interface DataUseEvents {
  grantsChanged: readonly PublicGrant[]
  contribution: ContributionEvent
}
