import type { OffchainAttestation } from '../../lib/protocol/eas.ts'
import type { Address, Bytes32, Hex } from '../../lib/protocol/hex.ts'
import type {
  RoundStatement,
  SignedAcceptance,
  SignedDelegation,
  SignedRevocation,
} from '../../lib/protocol/statements.ts'
import type { SignedTask, TaskId } from '../../lib/protocol/task.ts'
import { keyNumber } from '../engine/engine.ts'

/** What the coordinator keeps, and under which keys. Amounts are base units in decimal digits; times milliseconds. */

/**
 * Seats are numbered from 0 in the order of enrolment, and given on chain in batches without gaps: `posted` seats are
 * on chain, up to `batched` are on their way, up to `enrolled` were promised.
 */
export interface TaskRecord {
  readonly task: SignedTask
  readonly state: 'open' | 'running' | 'finished'
  readonly createdAt: number
  readonly enrolled: number
  readonly batched: number
  readonly posted: number
  readonly batches: number
  /** Newest round; 0 before the first. */
  readonly round: number
}

export interface SeatRecord {
  readonly seat: number
  readonly account: Address
  /** Delegated contribution key. */
  readonly key: Address
  /** UID of the receipt that holds; its evidence is under `receipt/`. */
  readonly receipt: Bytes32
  readonly revoked: boolean
  readonly cumulative: string
}

/** Evidence of consent, kept as it was shown. */
export interface ReceiptRecord {
  readonly task: TaskId
  readonly seat: number
  readonly delegation: SignedDelegation
  readonly receipt: OffchainAttestation
  /** The consent record that the receipt commits to: the bytes that the contributor holds. Absent in those of earlier versions. */
  readonly record?: string
  readonly revocation?: SignedRevocation
  /** The record once consent was withdrawn or has expired. */
  readonly ended?: string
}

/** One enrolment root: seats `firstSeat` to `firstSeat + count - 1`. */
export interface BatchRecord {
  readonly index: number
  readonly firstSeat: number
  readonly count: number
  readonly root: Bytes32
  readonly state: 'queued' | 'posted'
}

/**
 * `open` (once signed) -> `closed`: nothing more is accepted -> `aggregated`, or `void` where too few contributed.
 * The statement is on disk before it is signed and the signature before it is shown: there is never a second one.
 */
export interface RoundRecord {
  readonly statement: RoundStatement
  readonly hash: Bytes32
  readonly signature?: Hex
  readonly state: 'open' | 'closed' | 'aggregated' | 'void'
  readonly openedAt: number
  readonly closedAt?: number
  /** Accepted so far. */
  readonly contributions: number
  /** Averaged: those accepted and not withdrawn before the round closed. */
  readonly averaged?: number
  /** SHA-256 of the weights that came out. */
  readonly weights?: Bytes32
}

export interface ContributionRecord {
  readonly task: TaskId
  readonly round: number
  readonly seat: number
  readonly attestation: OffchainAttestation
  readonly acceptance: SignedAcceptance
  readonly acceptedAt: number
}

export interface PayoutLeaf {
  readonly seat: number
  readonly account: Address
  readonly cumulative: string
}

/** `queued` -> `posted`: its root is on chain -> `paid`. `superseded`: a newer one took its place before it was posted. */
export interface PayoutRecord {
  readonly round: number
  readonly roundHash: Bytes32
  readonly root: Bytes32
  readonly leaves: readonly PayoutLeaf[]
  readonly state: 'queued' | 'posted' | 'paid' | 'superseded'
  /** Seats that could not be paid, such as accounts that the token blocks. They are tried again with the next payout. */
  readonly unpaid?: readonly number[]
}

export const taskKey = (task: string): string => `task/${task}`
export const seatKey = (task: string, seat: number): string => `seat/${task}/${keyNumber(seat)}`
export const seatsPrefix = (task: string): string => `seat/${task}/`
export const accountKey = (task: string, account: Address): string =>
  `account/${task}/${account.toLowerCase()}`
export const receiptKey = (uid: Bytes32): string => `receipt/${uid}`
export const batchKey = (task: string, index: number): string => `batch/${task}/${keyNumber(index)}`
export const roundKey = (task: string, round: number): string => `round/${task}/${keyNumber(round)}`
export const roundsPrefix = (task: string): string => `round/${task}/`
export const contributionKey = (uid: Bytes32): string => `contribution/${uid}`
/** Holds the UID of a seat's contribution to a round: one and no more. */
export const contributedKey = (task: string, round: number, seat: number): string =>
  `contributed/${task}/${keyNumber(round)}/${keyNumber(seat)}`
export const contributedPrefix = (task: string, round: number): string =>
  `contributed/${task}/${keyNumber(round)}/`
/** Holds the acceptance again, by seat. */
export const acceptanceKey = (task: string, seat: number, round: number): string =>
  `acceptance/${task}/${keyNumber(seat)}/${keyNumber(round)}`
export const acceptancesPrefix = (task: string, seat: number): string =>
  `acceptance/${task}/${keyNumber(seat)}/`
/** Holds the UID of the contribution that sent this update: no update counts twice, in any task. */
export const updateKey = (updateHash: Bytes32): string => `update/${updateHash}`
export const payoutKey = (task: string, round: number): string => `payout/${task}/${keyNumber(round)}`
export const payoutsPrefix = (task: string): string => `payout/${task}/`
export const evaluationKey = (task: string, weights: Bytes32): string => `evaluation/${task}/${weights}`

export const updatesPrefix = (task: string, round: number): string => `updates/${task}/${keyNumber(round)}/`
export const updateBlob = (task: string, round: number, uid: Bytes32): string =>
  updatesPrefix(task, round) + uid
