import { encodeFloat32 } from '../../lib/aggregation/plain.ts'
import { buildContribution } from '../../lib/attest/contribution.ts'
import { buildReceipt, recordOf } from '../../lib/attest/receipt.ts'
import { signSeatAccess } from '../../lib/attest/seatAccess.ts'
import { newPrivateKey, type Signer, signerFromPrivateKey } from '../../lib/attest/signer.ts'
import { testDelegation } from '../../lib/attest/testing/fixtures.ts'
import { ATTESTATION_HEADER } from '../../lib/protocol/coordinator.ts'
import type { OffchainAttestation } from '../../lib/protocol/eas.ts'
import { encodeAttestationHeader, encodeSeatToken } from '../../lib/protocol/header.ts'
import {
  type RoundStatement,
  revocationTypedData,
  roundHash,
  type SignedDelegation,
} from '../../lib/protocol/statements.ts'
import { parameterCount, type TaskId, type TaskManifest } from '../../lib/protocol/task.ts'
import {
  parseAcceptancesAnswer,
  parseApiError,
  parseContributionAnswer,
  parseEnrolmentAnswer,
  parsePayoutProofAnswer,
  parseReceiptAnswer,
  parseRoundAnswer,
} from '../../lib/protocol/wire.ts'
import { domainOf } from '../domain.ts'
import { sha256 } from './world.ts'

/** For tests: what a refused request was told. */
class Refusal extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, message: string) {
    super(`${status} ${code}: ${message}`)
    this.status = status
    this.code = code
  }
}

export const call = async <T>(
  url: string,
  parse: (value: unknown) => T,
  init: RequestInit = {},
): Promise<T> => {
  const response = await fetch(url, init)
  const body: unknown = await response.json()
  if (response.ok) return parse(body)
  const { code, message } = parseApiError(body).error
  throw new Refusal(response.status, code, message)
}

const postJson = <T>(url: string, value: unknown, parse: (value: unknown) => T): Promise<T> =>
  call(url, parse, { method: 'POST', body: JSON.stringify(value) })

export interface Upload {
  readonly attestation: OffchainAttestation
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** For tests: a contributor who signs with real keys and sends made-up updates. */
export class SyntheticContributor {
  readonly wallet: Signer = signerFromPrivateKey(newPrivateKey())
  readonly key: Signer = signerFromPrivateKey(newPrivateKey())
  /** Of any coordinator on the task's store. */
  url: string
  readonly task: TaskId
  readonly manifest: TaskManifest
  now = () => Date.now()
  #delegation: SignedDelegation | undefined
  #receipt: OffchainAttestation | undefined

  constructor(url: string, task: TaskId, manifest: TaskManifest) {
    this.url = url
    this.task = task
    this.manifest = manifest
  }

  get path() {
    return `${this.url}/tasks/${this.task}`
  }

  async delegation(): Promise<SignedDelegation> {
    this.#delegation ??= await testDelegation(this.wallet, this.key, this.now())
    return this.#delegation
  }

  async receipt(): Promise<OffchainAttestation> {
    this.#receipt ??= await this.newReceipt(await this.delegation())
    return this.#receipt
  }

  newReceipt(delegation: SignedDelegation, changes: { expires?: number; signer?: Signer } = {}) {
    return buildReceipt({
      manifest: this.manifest,
      delegation,
      origin: 'https://digits.example',
      expires: 0,
      datasetCommitment: `0x${'dc'.repeat(32)}`,
      domain: domainOf(this.manifest),
      signer: this.key,
      now: this.now(),
      ...changes,
    })
  }

  async enrol() {
    const request = { delegation: await this.delegation(), receipt: await this.receipt() }
    return postJson(`${this.path}/enrolments`, request, parseEnrolmentAnswer)
  }

  round() {
    return call(`${this.path}/rounds/current`, parseRoundAnswer)
  }

  async openRound(): Promise<RoundStatement> {
    const answer = await this.round()
    if (answer.state !== 'open') throw new Error(`The round is ${answer.state}.`)
    return answer.round.statement
  }

  /** All of one value but the first, which is the contributor's own: no two of them send the same. */
  update(value: number): Float32Array<ArrayBuffer> {
    const update = new Float32Array(parameterCount(this.manifest.model.architecture)).fill(value)
    update[0] = Number.parseInt(this.wallet.address.slice(2, 8), 16) / 2 ** 26
    return update
  }

  async prepare(
    round: RoundStatement,
    update: Float32Array,
    changes: Partial<Parameters<typeof buildContribution>[0]> = {},
  ): Promise<Upload> {
    const bytes = encodeFloat32(update)
    const attestation = await buildContribution({
      manifest: this.manifest,
      delegation: await this.delegation(),
      receipt: await this.receipt(),
      round: round.round,
      roundHash: roundHash(round),
      updateHash: sha256(bytes),
      domain: domainOf(this.manifest),
      signer: this.key,
      now: this.now(),
      ...changes,
    })
    return { attestation, bytes }
  }

  send(round: number, { attestation, bytes }: Upload) {
    return call(`${this.path}/rounds/${round}/contributions`, parseContributionAnswer, {
      method: 'POST',
      body: bytes,
      headers: { [ATTESTATION_HEADER]: encodeAttestationHeader(attestation) },
    })
  }

  async contribute(value: number) {
    const round = await this.openRound()
    return this.send(round.round, await this.prepare(round, this.update(value)))
  }

  async acceptances(seat: number) {
    const token = encodeSeatToken(await signSeatAccess(this.key, { task: this.task, seat, now: this.now() }))
    return call(`${this.path}/seats/${seat}/acceptances`, parseAcceptancesAnswer, {
      headers: { authorization: token },
    })
  }

  /** The consent record, made here. */
  async record(): Promise<string> {
    return recordOf(this.manifest, await this.receipt())
  }

  /** What the coordinator holds of this contributor's grant. */
  async held(seat: number, uid?: string) {
    const token = encodeSeatToken(await signSeatAccess(this.key, { task: this.task, seat, now: this.now() }))
    const path = `${this.url}/grants/${uid ?? (await this.receipt()).uid}/receipt`
    return call(path, parseReceiptAnswer, { headers: { authorization: token } })
  }

  /** Withdraws, at a moment in seconds since 1970. */
  async withdraw(time: number, signer = this.key) {
    const statement = { receipt: (await this.receipt()).uid, account: this.wallet.address, time }
    const signature = await signer.signTypedData(revocationTypedData(statement))
    await postJson(`${this.url}/grants/${statement.receipt}/revocation`, { statement, signature }, () => null)
    return { statement, signature }
  }

  proof(seat: number) {
    return call(`${this.path}/seats/${seat}/proof`, parsePayoutProofAnswer)
  }
}
