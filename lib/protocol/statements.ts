import type { TypedDataDomain } from 'viem'
import { encodeAbiParameters, hashTypedData, keccak256 } from 'viem/utils'
import type { Address, Bytes32, Hex } from './hex.ts'
import { type TaskManifest, termsHash } from './task.ts'

/**
 * Everything that is signed, as EIP-712. The wallet's domain carries no chainId: wallets refuse a foreign one,
 * so chain ids stand in the messages. Signatures are never assumed to be 65 bytes.
 */
export const PROVISO_DOMAIN = { name: 'Proviso', version: '1' } as const satisfies TypedDataDomain

/** Acceptances are redeemed on chain, so their domain is the escrow's. */
export const escrowDomain = (chainId: number, escrow: Address) =>
  ({ name: 'Proviso', version: '1', chainId, verifyingContract: escrow }) as const

export const TYPES = {
  Task: [
    { name: 'publisher', type: 'address' },
    { name: 'termsHash', type: 'bytes32' },
  ],
  ContributionKey: [
    { name: 'account', type: 'address' },
    { name: 'key', type: 'address' },
    { name: 'chainId', type: 'uint256' },
    { name: 'notBefore', type: 'uint64' },
    { name: 'notAfter', type: 'uint64' },
    { name: 'scope', type: 'bytes32' },
    { name: 'payee', type: 'address' },
  ],
  Round: [
    { name: 'task', type: 'bytes32' },
    { name: 'round', type: 'uint32' },
    { name: 'baseWeights', type: 'bytes32' },
    { name: 'prevRound', type: 'bytes32' },
    { name: 'closes', type: 'uint64' },
  ],
  Acceptance: [
    { name: 'task', type: 'bytes32' },
    { name: 'round', type: 'uint32' },
    { name: 'seat', type: 'uint32' },
    { name: 'account', type: 'address' },
    { name: 'contribution', type: 'bytes32' },
    { name: 'cumulative', type: 'uint96' },
  ],
  Revocation: [
    { name: 'receipt', type: 'bytes32' },
    { name: 'account', type: 'address' },
    { name: 'time', type: 'uint64' },
  ],
  SeatAccess: [
    { name: 'task', type: 'bytes32' },
    { name: 'seat', type: 'uint32' },
    { name: 'time', type: 'uint64' },
  ],
} as const

/** Delegates the signing of receipts and contributions to a key in the extension. Times are seconds since 1970. */
export interface ContributionKeyStatement {
  readonly account: Address
  readonly key: Address
  /** Chain on which `account` lives, decimal string in JSON. */
  readonly chainId: string
  readonly notBefore: number
  readonly notAfter: number
  /** What the key may do; `SCOPE_CONTRIBUTE` here. */
  readonly scope: Bytes32
  readonly payee: Address
}

/** `keccak256("proviso/contribute/v1")`: consent receipts and contributions, nothing else. */
export const SCOPE_CONTRIBUTE: Bytes32 = keccak256(new TextEncoder().encode('proviso/contribute/v1'))

/** The longest delegation that is accepted: seconds. */
export const MAX_DELEGATION_SECONDS = 30 * 24 * 3600

/** One federated step. `baseWeights` is the SHA-256 of the float32 weights, `prevRound` the hash of the round before. */
export interface RoundStatement {
  readonly task: Bytes32
  readonly round: number
  readonly baseWeights: Bytes32
  readonly prevRound: Bytes32
  readonly closes: number
}

/** The publisher's receipt for a contribution; `cumulative` is all that the seat is owed so far, in base units. */
export interface AcceptanceStatement {
  readonly task: Bytes32
  readonly round: number
  readonly seat: number
  readonly account: Address
  /** UID of the contribution's attestation. */
  readonly contribution: Bytes32
  readonly cumulative: string
}

/** The person's withdrawal of one receipt. It stops future use. */
export interface RevocationStatement {
  readonly receipt: Bytes32
  readonly account: Address
  readonly time: number
}

/** Signed by the contribution key: shows a coordinator who reads a seat's acceptances. Good for five minutes. */
export interface SeatAccessStatement {
  readonly task: Bytes32
  readonly seat: number
  readonly time: number
}

export interface Signed<T> {
  readonly statement: T
  readonly signature: Hex
}

export type SignedDelegation = Signed<ContributionKeyStatement>
export type SignedRound = Signed<RoundStatement>
export type SignedAcceptance = Signed<AcceptanceStatement>
export type SignedRevocation = Signed<RevocationStatement>
export type SignedSeatAccess = Signed<SeatAccessStatement>

export const taskTypedData = (manifest: TaskManifest) =>
  ({
    domain: PROVISO_DOMAIN,
    types: { Task: TYPES.Task },
    primaryType: 'Task',
    message: { publisher: manifest.publisher.address, termsHash: termsHash(manifest) },
  }) as const

export const delegationTypedData = (statement: ContributionKeyStatement) =>
  ({
    domain: PROVISO_DOMAIN,
    types: { ContributionKey: TYPES.ContributionKey },
    primaryType: 'ContributionKey',
    message: {
      ...statement,
      chainId: BigInt(statement.chainId),
      notBefore: BigInt(statement.notBefore),
      notAfter: BigInt(statement.notAfter),
    },
  }) as const

export const roundTypedData = (statement: RoundStatement) =>
  ({
    domain: PROVISO_DOMAIN,
    types: { Round: TYPES.Round },
    primaryType: 'Round',
    message: { ...statement, closes: BigInt(statement.closes) },
  }) as const

export const acceptanceTypedData = (statement: AcceptanceStatement, chainId: number, escrow: Address) =>
  ({
    domain: escrowDomain(chainId, escrow),
    types: { Acceptance: TYPES.Acceptance },
    primaryType: 'Acceptance',
    message: { ...statement, cumulative: BigInt(statement.cumulative) },
  }) as const

export const revocationTypedData = (statement: RevocationStatement) =>
  ({
    domain: PROVISO_DOMAIN,
    types: { Revocation: TYPES.Revocation },
    primaryType: 'Revocation',
    message: { ...statement, time: BigInt(statement.time) },
  }) as const

export const seatAccessTypedData = (statement: SeatAccessStatement) =>
  ({
    domain: PROVISO_DOMAIN,
    types: { SeatAccess: TYPES.SeatAccess },
    primaryType: 'SeatAccess',
    message: { ...statement, time: BigInt(statement.time) },
  }) as const

/** EIP-712 digest of a round: what `prevRound`, contributions and the chain refer to. */
export const roundHash = (statement: RoundStatement): Bytes32 => hashTypedData(roundTypedData(statement))

/** EIP-712 digest of a delegation: what contributions refer to. */
export const delegationHash = (statement: ContributionKeyStatement): Bytes32 =>
  hashTypedData(delegationTypedData(statement))

/** Leaf of an enrolment tree, OpenZeppelin double hash: `keccak256(keccak256(abi.encode(seat, account)))`. */
export const seatLeaf = (seat: number, account: Address): Bytes32 =>
  keccak256(keccak256(encodeAbiParameters([{ type: 'uint32' }, { type: 'address' }], [seat, account])))

/** Leaf of a payout tree: `keccak256(keccak256(abi.encode(seat, account, cumulative)))`, cumulative in base units. */
export const payoutLeaf = (seat: number, account: Address, cumulative: bigint): Bytes32 =>
  keccak256(
    keccak256(
      encodeAbiParameters(
        [{ type: 'uint32' }, { type: 'address' }, { type: 'uint96' }],
        [seat, account, cumulative],
      ),
    ),
  )
