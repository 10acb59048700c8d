import {
  ATTESTATION_HEADER,
  type ContributionAnswer,
  type EnrolmentAnswer,
  type EnrolmentRequest,
  type PayoutProofAnswer,
  type RoundAnswer,
  type TaskAnswer,
} from '../protocol/coordinator.ts'
import type { OffchainAttestation } from '../protocol/eas.ts'
import { encodeAttestationHeader } from '../protocol/header.ts'
import type { Bytes32 } from '../protocol/hex.ts'
import type { SignedRevocation } from '../protocol/statements.ts'
import { type TaskId, type TaskManifest, taskIdOf } from '../protocol/task.ts'
import {
  parseContributionAnswer,
  parseEnrolmentAnswer,
  parsePayoutProofAnswer,
  parseRoundAnswer,
  parseTaskAnswer,
} from '../protocol/wire.ts'
import { NetError, type NetRequest, netFetch, netJson } from './fetch.ts'
import { isLoopbackHost } from './hosts.ts'

const JSON_LIMIT = 1024 * 1024
const JSON_TIMEOUT_MS = 15_000
const BLOB_TIMEOUT_MS = 120_000

/** The coordinator of one task, as a device sees it. Every answer is parsed strictly; the callers verify what it says. */
export interface CoordinatorClient {
  task(): Promise<TaskAnswer>
  enrol(request: EnrolmentRequest): Promise<EnrolmentAnswer>
  currentRound(): Promise<RoundAnswer>
  weights(sha256: string, bytes: number): Promise<Uint8Array<ArrayBuffer>>
  contribute(
    round: number,
    attestation: OffchainAttestation,
    update: Uint8Array<ArrayBuffer>,
  ): Promise<ContributionAnswer>
  payoutProof(seat: number): Promise<PayoutProofAnswer>
  revoke(receipt: Bytes32, revocation: SignedRevocation): Promise<void>
}

/**
 * The code that the coordinator gave its refusal, such as `contribution/closed-round`; undefined where it gave none.
 * Never shown as such: what a publisher writes is not ours to repeat.
 */
export const refusalCode = (error: unknown): string | undefined => {
  if (!(error instanceof NetError) || error.body === undefined) return undefined
  try {
    const parsed = JSON.parse(error.body) as { error?: { code?: unknown } }
    const code = parsed.error?.code
    return typeof code === 'string' && /^[a-z-]+\/[a-z0-9-]+$/.test(code) ? code : undefined
  } catch {
    return undefined
  }
}

/** Asks whether a request may leave, at the last moment before it does, and can cut it off while it is under way. */
export type Leave = <T>(send: (signal?: AbortSignal) => Promise<T>) => Promise<T>

const freely: Leave = (send) => send()

export const coordinatorClient = (
  manifest: TaskManifest,
  taskId: TaskId = taskIdOf(manifest),
  leave: Leave = freely,
): CoordinatorClient => {
  const base = manifest.aggregation.coordinator.replace(/\/$/, '')
  // The consent that stands behind this client was given to this very address.
  const allowPrivate = isLoopbackHost(new URL(base).hostname)
  const json = (path: string, body?: unknown) =>
    leave((signal) =>
      netJson(`${base}${path}`, {
        ...(body === undefined ? {} : { method: 'POST', json: body }),
        ...(signal === undefined ? {} : { signal }),
        maxBytes: JSON_LIMIT,
        timeoutMs: JSON_TIMEOUT_MS,
        allowPrivate,
      }),
    )
  const blob = (path: string, request: Pick<NetRequest, 'method' | 'headers' | 'body' | 'maxBytes'>) =>
    leave((signal) =>
      netFetch(`${base}${path}`, {
        ...request,
        ...(signal === undefined ? {} : { signal }),
        timeoutMs: BLOB_TIMEOUT_MS,
        allowPrivate,
      }),
    )
  return {
    task: async () => parseTaskAnswer(await json(`/tasks/${taskId}`)),
    enrol: async (request) => parseEnrolmentAnswer(await json(`/tasks/${taskId}/enrolments`, request)),
    currentRound: async () => parseRoundAnswer(await json(`/tasks/${taskId}/rounds/current`)),
    weights: (sha256, bytes) => blob(`/blobs/${sha256}`, { maxBytes: bytes }),
    contribute: async (round, attestation, update) => {
      const answer = await blob(`/tasks/${taskId}/rounds/${round}/contributions`, {
        method: 'POST',
        headers: {
          'content-type': 'application/octet-stream',
          [ATTESTATION_HEADER]: encodeAttestationHeader(attestation),
        },
        body: update,
        maxBytes: JSON_LIMIT,
      })
      return parseContributionAnswer(JSON.parse(new TextDecoder().decode(answer)))
    },
    payoutProof: async (seat) => parsePayoutProofAnswer(await json(`/tasks/${taskId}/seats/${seat}/proof`)),
    revoke: async (receipt, revocation) => {
      await json(`/grants/${receipt}/revocation`, revocation)
    },
  }
}
