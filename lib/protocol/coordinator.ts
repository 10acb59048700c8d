import type { OffchainAttestation } from './eas.ts'
import type { Address, Bytes32 } from './hex.ts'
import type { SignedAcceptance, SignedDelegation, SignedRevocation, SignedRound } from './statements.ts'
import type { SignedTask } from './task.ts'

/**
 * The coordinator's HTTP API: JSON for statements, octet-stream for weights and updates. Every answer that a client
 * acts on is verified against a hash or a signature it already holds. Updates are never served back.
 *
 *   GET  /tasks/:id                              TaskAnswer
 *   POST /tasks/:id/enrolments                   EnrolmentRequest -> EnrolmentAnswer (idempotent per account)
 *   GET  /tasks/:id/rounds/current               RoundAnswer
 *   GET  /blobs/:sha256                          octet-stream: weights only
 *   POST /tasks/:id/rounds/:n/contributions      ContributionUpload, see below -> ContributionAnswer (idempotent on the UID)
 *   GET  /tasks/:id/seats/:n/acceptances         AcceptancesAnswer, with the header `Authorization: Proviso <seat token>`
 *   GET  /tasks/:id/seats/:n/proof               PayoutProofAnswer
 *   POST /grants/:uid/revocation                 SignedRevocation -> {}
 *   GET  /grants/:uid/receipt                    ReceiptAnswer, with the header `Authorization: Proviso <seat token>`
 *   GET  /health, GET /metrics
 *
 * Errors: 4xx/5xx with `ApiError`. A contribution is uploaded as octet-stream: the update's bytes (float32, little
 * endian); its attestation stands in the header `Proviso-Attestation`, base64url of its canonical JSON.
 */
export interface TaskAnswer {
  readonly task: SignedTask
  readonly state: 'open' | 'running' | 'finished'
}

export interface EnrolmentRequest {
  readonly delegation: SignedDelegation
  /** The consent receipt; its data embeds `delegationHash(delegation)`. */
  readonly receipt: OffchainAttestation
}

/** `pending`: the seat's enrolment root is not on chain yet; ask again. */
export type EnrolmentAnswer =
  | { readonly state: 'pending'; readonly seat: number }
  | {
      readonly state: 'seated'
      readonly seat: number
      /** Which write-once enrolment root of the task holds this seat. */
      readonly rootIndex: number
      readonly proof: readonly Bytes32[]
    }

export type RoundAnswer =
  | {
      readonly state: 'open'
      readonly round: SignedRound
    }
  | { readonly state: 'waiting'; readonly nextRound: number }
  | { readonly state: 'finished' }

export interface ContributionAnswer {
  readonly uid: Bytes32
  readonly acceptance: SignedAcceptance
}

export interface AcceptancesAnswer {
  readonly acceptances: readonly SignedAcceptance[]
}

/** The seat's place in the newest payout root on chain. */
export interface PayoutProofAnswer {
  readonly state: 'none' | 'posted'
  readonly round?: number
  readonly cumulative?: string
  readonly proof?: readonly Bytes32[]
  readonly account?: Address
}

/** What the publisher's side holds of a grant. Records are canonical JSON-LD, byte for byte what the contributor holds. */
export interface ReceiptAnswer {
  readonly delegation: SignedDelegation
  readonly receipt: OffchainAttestation
  readonly record: string
  /** The record once consent was withdrawn or has expired. */
  readonly ended?: string
  readonly revocation?: SignedRevocation
}

export interface ApiError {
  readonly error: {
    /** Stable, such as `contribution/closed-round`. */
    readonly code: string
    readonly message: string
    readonly todo?: string
  }
}

export const ATTESTATION_HEADER = 'Proviso-Attestation'
