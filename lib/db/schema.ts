import type { DBSchema } from 'idb'
import type { Reason } from '../policy/decision.ts'
import type { PolicyRequest } from '../policy/request.ts'
import type { DeviceConditions, RuleRecord } from '../policy/rule.ts'
import type { BudgetLimit, LedgerEvent } from '../privacy/events.ts'
import type { OffchainAttestation } from '../protocol/eas.ts'
import type { ProviderRpcError } from '../protocol/errors.ts'
import type { Address, Bytes32, Hex } from '../protocol/hex.ts'
import type {
  SignedAcceptance,
  SignedDelegation,
  SignedRevocation,
  SignedRound,
} from '../protocol/statements.ts'
import type { SignedTask, TaskId } from '../protocol/task.ts'
import type { WalletCallKind } from '../protocol/walletCalls.ts'

export type { RuleRecord }

/** Times are milliseconds since 1970 unless a name says seconds. Token amounts are base units in decimal digits. */

/** Who asked: from the browser's sender, never from a message. */
export interface Asker {
  readonly origin: string
  /** Origin of the tab's top document; differs from `origin` in a cross-origin frame. */
  readonly topOrigin: string
  readonly tabId: number
  readonly frameId: number
  readonly documentId: string
  /** Id that the page's channel gave the request; unique within the document. */
  readonly requestId: string
}

export type CheckState =
  | { readonly state: 'running' }
  | { readonly state: 'passed'; readonly detail: string }
  | { readonly state: 'failed'; readonly detail: string }

/** Facts that need the network: filled in while the prompt is open. */
export interface RequestChecks {
  readonly escrow: CheckState
  readonly coordinator: CheckState
}

export interface RequestRecord {
  readonly id: string
  readonly asker: Asker
  readonly task: SignedTask
  readonly taskId: TaskId
  readonly termsHash: Bytes32
  readonly receivedAt: number
  readonly state: 'pending' | 'answered'
  /** Dataset that the person's data would come from; absent if none fits. */
  readonly datasetId?: string
  /** Epsilon that the whole task would add to that dataset's ledger, total after it. */
  readonly epsilonAfter?: number
  /** The limit of its privacy budget that does not allow the task. */
  readonly exceeded?: BudgetLimit
  readonly checks: RequestChecks
  /** The reward's token as the chain says: filled in with the escrow check. Amounts cannot be shown without it. */
  readonly token?: { readonly symbol: string; readonly decimals: number }
  /** Why the person is asked, or why nobody was: `explain` makes it a sentence. */
  readonly because: readonly Reason[]
  /** The person's rules may still decide it, once the chain has been asked: nobody is asked before. */
  readonly undecided?: true
  /** What it was decided from, so that it can be decided again under other rules. Absent in records of earlier versions. */
  readonly facts?: PolicyRequest
  readonly decidedAt?: number
  readonly decision?: Decision
}

export interface Decision {
  readonly effect: 'allow' | 'refuse'
  /** `person`, or the id of the rule that decided. */
  readonly by: string
  /** For the person only; a page never learns it. */
  readonly reason: string
}

/** A question to the wallet that a rule of the person's stopped at the gate. */
export interface WalletCallRecord {
  /** `${documentId}:${requestId}` */
  readonly id: string
  readonly asker: Asker
  readonly kind: WalletCallKind
  readonly method: string
  /** What the page passed, plain JSON. Dropped once decided. */
  readonly params?: unknown
  readonly receivedAt: number
  readonly state: 'pending' | 'answered'
  readonly decidedAt?: number
  readonly decision?: Decision
}

/** What the person has said of one site. Key: its origin. */
export interface SiteRecord {
  readonly origin: string
  /** Off: every data-use request is refused unasked, and the gate stands open. `until` null: until switched on again. */
  readonly off?: { readonly until: number | null }
  /** Questions to the wallet for which Proviso stands in front of it. Those of other kinds pass untouched. */
  readonly wallet?: Readonly<Partial<Record<WalletCallKind, RuleRecord['effect']>>>
  readonly changedAt: number
}

/** How often an origin was refused lately. Key: origin. Forgotten when nothing in it counts any more. */
export interface ThrottleRecord {
  readonly origin: string
  /** When the page heard, or will hear, of the last refusals: oldest first, at most six. */
  readonly refusedAt: readonly number[]
  /** Until then every request of this origin is answered -32005, unless the person lifts it. */
  readonly pausedUntil?: number
}

/** What pages repeat at will, in the hour that began at `since`: what the log does not hold one by one. */
export interface HourlyCount {
  readonly since: number
  /** Origin -> how many more than were logged; below zero, how many may still be. */
  readonly more: Readonly<Record<string, number>>
  /** Those of further origins, when there were too many to name. */
  readonly others: number
}

/** The final answer to a page, kept until delivered, at most ten minutes. Key: [documentId, requestId]. */
export interface AnswerRecord {
  readonly documentId: string
  readonly requestId: string
  readonly result?: unknown
  readonly error?: ProviderRpcError
  readonly readyAt: number
  readonly expiresAt: number
}

export type GrantState = 'active' | 'paused' | 'revoked' | 'relinquished' | 'completed' | 'expired'

export interface Enrolment {
  readonly seat: number
  readonly rootIndex: number
  readonly proof: readonly Bytes32[]
  /** Set when the seat was found in a root on chain, and the task funded. */
  readonly verifiedAt?: number
}

/** What the person, or the rule that allowed it, holds a grant to. Absent: as far as the task goes. */
export interface GrantLimits {
  readonly maxRounds?: number
  /** Epsilon that this task may spend on the dataset. */
  readonly maxEpsilon?: number
  /** Of training, all rounds together. */
  readonly maxDeviceMinutes?: number
  /** Trains only while these hold. */
  readonly device?: DeviceConditions
}

/** Why a grant is completed: its task is done, a limit is reached, or the task is not what was agreed to any more. */
export type CompletedBy = 'task' | 'rounds' | 'epsilon' | 'minutes' | 'terms'

/** A statement about this grant that a transaction of the account put on chain. */
export interface Anchor {
  readonly chainId: number
  readonly transaction: Hex
  /** When the wallet sent it. */
  readonly at: number
  /** Time of its block, as the chain says. Absent until it does. */
  readonly confirmedAt?: number
}

export interface GrantRecord {
  readonly id: string
  readonly origin: string
  readonly taskId: TaskId
  readonly termsHash: Bytes32
  readonly task: SignedTask
  readonly datasetId: string
  /** Opens the receipt's commitment to the dataset. Never sent. */
  readonly datasetSalt: Bytes32
  readonly account: Address
  readonly createdAt: number
  readonly expiresAt: number
  readonly state: GrantState
  readonly endedAt?: number
  readonly completedBy?: CompletedBy
  /** Its next steps wait for these of `limits.device`. Absent: nothing holds it back. */
  readonly waitsFor?: readonly (keyof DeviceConditions)[]
  /** Receipts under which it stood before: withdrawn with it. */
  readonly earlierReceipts?: readonly Bytes32[]
  /** When the coordinator heard that the receipt is withdrawn. */
  readonly revocationToldAt?: number
  readonly limits?: GrantLimits
  readonly receipt: OffchainAttestation
  /**
   * ISO/IEC TS 27560 consent record, canonical JSON-LD: the bytes that the receipt commits to and that the publisher holds as
   * well. Absent in grants of earlier versions.
   */
  readonly consentRecord?: string
  /** The same once consent was withdrawn or has expired: both sides derive the same bytes. */
  readonly endedRecord?: string
  /** What the coordinator was told, or will be. */
  readonly revocation?: SignedRevocation
  /** Where the withdrawal was put on chain. */
  readonly anchor?: Anchor
  readonly delegation: SignedDelegation
  readonly enrolment?: Enrolment
  /** Shown with the grant when it cannot go on: what happened, what it means, what to do. */
  readonly problem?: Problem
}

export interface Problem {
  readonly code: string
  readonly message: string
  readonly todo?: string
  readonly at: number
}

export type DatasetKind = 'image' | 'table'

export interface TableField {
  readonly name: string
  readonly type: 'number' | 'text'
}

export interface DatasetRecord {
  readonly id: string
  readonly name: string
  readonly kind: DatasetKind
  /** W3C DPV-PD term, such as `pd:Picture`. */
  readonly category: string
  readonly count: number
  readonly bytes: number
  readonly labels: readonly string[]
  /** For kind `table`. */
  readonly fields?: readonly TableField[]
  /** For kind `image`: the common size, or undefined where sizes differ. */
  readonly image?: { readonly width: number; readonly height: number; readonly channels: number }
  readonly createdAt: number
  /** Fixed at import: `min(1e-5, 1 / (10 * 2^ceil(log2 n)))`. */
  readonly delta: number
  /** Lifetime budget. */
  readonly epsilonBudget: number
  /** AES-GCM data key, wrapped by the vault key. */
  readonly wrappedKey: Uint8Array<ArrayBuffer>
  readonly chunkCount: number
  /**
   * Digest of its record set (lib/vault/ledger), which is in `recordSets`. Absent where its records were not hashed yet, as in
   * datasets of earlier versions, and where it was deleted without ever being used.
   */
  readonly recordSet?: string
  /** Deleted datasets leave this tombstone: their budget stays spent. */
  readonly deletedAt?: number
}

/** Which records a dataset holds, or held: kept as long as anything was debited from it. Key: dataset id. Never changes. */
export interface RecordSetRecord {
  readonly datasetId: string
  /** Keyed hashes of 16 bytes, in ascending order. */
  readonly hashes: Uint8Array<ArrayBuffer>
}

/** One encrypted chunk. Dataset, index and count are bound as associated data. Key: [datasetId, index]. */
export interface ChunkRecord {
  readonly datasetId: string
  readonly index: number
  readonly iv: Uint8Array<ArrayBuffer>
  readonly ciphertext: ArrayBuffer
}

/** What happened to a dataset, apart from how it is counted. Key: `${taskId}:${round}`: a round debits once. */
export interface BudgetEventRecord extends LedgerEvent {
  readonly id: string
  readonly datasetId: string
  readonly taskId: TaskId
  readonly round: number
  readonly at: number
}

/** The first signed round seen for (task, round); a device trains on no other. Key: [taskId, round]. */
export interface RoundRecord {
  readonly taskId: TaskId
  readonly round: number
  readonly hash: Bytes32
  readonly signed: SignedRound
  readonly seenAt: number
  /** A second statement that contradicts the first: evidence against the publisher. */
  readonly conflict?: SignedRound
}

/**
 * One round's work on this device. Each phase is written before the next begins, so that a crash resumes and never
 * repeats a debit or sends twice.
 */
export type RunPhase =
  | 'ready' // round and base weights are on disk
  | 'training' // steps are running or will resume from the checkpoint
  | 'trained' // the protected update is on disk
  | 'debited' // budget event is on disk
  | 'signed' // contribution attestation is on disk
  | 'sent' // coordinator has it
  | 'accepted'
  | 'missed' // the round closed first
  | 'failed'
  | 'cancelled'

export const ENDED_PHASES: readonly RunPhase[] = ['accepted', 'missed', 'failed', 'cancelled']

export interface RunRecord {
  /** `${taskId}:${round}` */
  readonly id: string
  readonly grantId: string
  readonly taskId: TaskId
  readonly round: number
  readonly roundHash: Bytes32
  readonly closesAt: number
  readonly datasetId: string
  readonly phase: RunPhase
  readonly paused: boolean
  readonly baseWeights: Uint8Array<ArrayBuffer>
  readonly startedAt: number
  readonly updatedAt: number
  readonly progress: RunProgress
  /** Float32 little endian, clipped and noised: what leaves. Dropped once accepted. */
  readonly update?: Uint8Array<ArrayBuffer>
  readonly updateHash?: Bytes32
  readonly attestation?: OffchainAttestation
  /** When the update was first handed to the network: from then on the coordinator may have it. */
  readonly handedAt?: number
  readonly problem?: Problem
}

export interface RunProgress {
  readonly step: number
  readonly steps: number
  readonly engine?: 'webgpu' | 'wasm'
  /** Loss of every finished step, at most the last 400. Stays on the device. */
  readonly losses: readonly number[]
  readonly trainMs: number
}

/** State of an unfinished run after `step` steps. Key: run id. */
export interface CheckpointRecord {
  readonly runId: string
  readonly step: number
  readonly weights: Uint8Array<ArrayBuffer>
  /** What the optimizer keeps, float32, little endian; absent where it keeps nothing. */
  readonly optimizerState?: Uint8Array<ArrayBuffer>
  readonly losses: readonly number[]
  readonly trainMs: number
  readonly savedAt: number
}

/** Key: attestation uid. */
export interface ContributionRecord {
  readonly uid: Bytes32
  readonly taskId: TaskId
  readonly grantId: string
  readonly round: number
  readonly seat: number
  readonly account: Address
  readonly sentAt: number
  readonly bytes: number
  /** `reward.perContribution` of the task. */
  readonly estimate: string
  readonly attestation: OffchainAttestation
  readonly acceptance?: SignedAcceptance
  readonly acceptedAt?: number
}

export interface Payment {
  readonly amount: string
  readonly transaction: Hex
  readonly block: number
  readonly at: number
}

/** Money of one seat, as the chain says. Key: task id. */
export interface SeatRecord {
  readonly taskId: TaskId
  readonly grantId: string
  readonly chainId: number
  readonly escrow: Address
  readonly token: Address
  readonly tokenSymbol: string
  readonly tokenDecimals: number
  readonly seat: number
  readonly account: Address
  readonly cap: string
  /** Highest cumulative amount in a verified acceptance. */
  readonly accepted: string
  /** Cumulative amount in the payout root that is active on chain. */
  readonly claimable: string
  /** Counter `paid` of the seat on chain. */
  readonly paid: string
  readonly payments: readonly Payment[]
  readonly syncedAt: number
}

/** The delegated contribution key. One record, key `contribution`. */
export interface KeyRecord {
  readonly id: 'contribution'
  readonly address: Address
  /** secp256k1 private key, AES-GCM under the vault key. */
  readonly iv: Uint8Array<ArrayBuffer>
  readonly ciphertext: ArrayBuffer
  readonly createdAt: number
}

/** Key `vault`: non-extractable AES-GCM key, also good for wrapping. */
export interface VaultKeyRecord {
  readonly id: 'vault'
  readonly key: CryptoKey
}

/** Key `records`: non-extractable HMAC key under which records are hashed. */
export interface RecordKeyRecord {
  readonly id: 'records'
  readonly key: CryptoKey
}

/** What a connected wallet has given: it stands until the person forgets it or a new one takes its place. */
export interface WalletConnection {
  readonly wallet: FoundWallet
  readonly account: Address
  readonly chainId: number
  readonly delegation: SignedDelegation
}

/** While a wallet is connected anew, the earlier connection goes on standing until the new signature is verified. */
interface Attempt {
  readonly standing?: WalletConnection
}

/** Connecting a wallet, step by step, so that a dead worker or closed tab loses nothing. */
export type WalletState =
  | { readonly state: 'none' }
  | ({ readonly state: 'choosing'; readonly wallets: readonly FoundWallet[] } & Attempt)
  | ({ readonly state: 'connecting'; readonly wallet: FoundWallet } & Attempt)
  | ({
      readonly state: 'confirming'
      readonly wallet: FoundWallet
      /** All that the wallet named, in its order: the person says which one. */
      readonly accounts: readonly Address[]
      readonly chainId: number
    } & Attempt)
  | ({
      readonly state: 'signing'
      readonly wallet: FoundWallet
      readonly account: Address
      readonly chainId: number
    } & Attempt)
  | ({ readonly state: 'connected' } & WalletConnection)
  | ({ readonly state: 'failed'; readonly problem: Problem; readonly wallet?: FoundWallet } & Attempt)

export interface FoundWallet {
  /** EIP-6963 uuid, `window.ethereum`, or `coinbase-smart-wallet`. */
  readonly id: string
  readonly rdns: string
  readonly name: string
  /** data: URI, or empty. */
  readonly icon: string
}

export interface Settings {
  readonly engine: 'auto' | 'webgpu' | 'wasm'
  readonly pausedAll: boolean
  /** chain id -> RPC address that replaces the default. */
  readonly rpcUrls: Readonly<Record<number, string>>
  /** chain id -> address of a service that pays for gas there (ERC-7677), handed to wallets that can use one. */
  readonly paymasterUrls: Readonly<Record<number, string>>
  /** Global Privacy Control: sites are told not to sell or share the person's data. */
  readonly gpc: boolean
  /** The person allows tasks without noise. */
  readonly allowWithoutNoise: boolean
  readonly onboarded: boolean
  /** Until then every request of every site is refused unasked: milliseconds since 1970. */
  readonly offUntil: number
}

export interface ActivityRecord {
  /** Autoincremented. */
  readonly seq?: number
  readonly at: number
  readonly kind: string
  readonly text: string
  readonly data: Readonly<Record<string, string | number | boolean>>
  /** SHA-256 over the previous hash and this entry's canonical JSON, hexadecimal. */
  readonly previous: string
  readonly hash: string
}

/** The hash of one entry of the log, and with it of all before, that a transaction of the account put on chain. */
export interface StampRecord extends Omit<Anchor, 'transaction'> {
  readonly seq: number
  readonly hash: Bytes32
  readonly account: Address
  /** Absent where its answer was lost, and the stamp was found on chain. */
  readonly transaction?: Hex
}

export interface ProvisoDB extends DBSchema {
  requests: {
    key: string
    value: RequestRecord
    /** Of answered ones only: `decidedAt`, and the same by origin. */
    indexes: { state: string; decidedAt: number; origin: [string, number] }
  }
  answers: { key: [string, string]; value: AnswerRecord; indexes: { expiresAt: number } }
  grants: { key: string; value: GrantRecord; indexes: { state: GrantState; taskId: string } }
  rules: { key: string; value: RuleRecord }
  walletCalls: {
    key: string
    value: WalletCallRecord
    indexes: { state: string; decidedAt: number; origin: [string, number] }
  }
  sites: { key: string; value: SiteRecord }
  throttles: { key: string; value: ThrottleRecord }
  datasets: { key: string; value: DatasetRecord }
  chunks: { key: [string, number]; value: ChunkRecord }
  recordSets: { key: string; value: RecordSetRecord }
  budgetEvents: { key: string; value: BudgetEventRecord; indexes: { datasetId: string } }
  rounds: { key: [string, number]; value: RoundRecord }
  runs: { key: string; value: RunRecord; indexes: { phase: RunPhase; grantId: string } }
  checkpoints: { key: string; value: CheckpointRecord }
  contributions: { key: string; value: ContributionRecord; indexes: { taskId: string } }
  seats: { key: string; value: SeatRecord }
  keys: { key: string; value: KeyRecord | VaultKeyRecord | RecordKeyRecord }
  state: { key: string; value: WalletState | Settings | HourlyCount }
  activity: { key: number; value: ActivityRecord }
  /** Key: [chain, seq]. */
  stamps: { key: [number, number]; value: StampRecord }
}

export type StoreName = keyof {
  [K in keyof ProvisoDB as string extends K ? never : number extends K ? never : K]: true
}
