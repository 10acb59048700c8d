import { createHash } from 'node:crypto'
import { decodeFloat32, l2Norm, NORM_TOLERANCE } from '../lib/aggregation/plain.ts'
import { decodeContribution, verifyContribution } from '../lib/attest/contribution.ts'
import type { ContributionAnswer } from '../lib/protocol/coordinator.ts'
import type { ContributionData, OffchainAttestation } from '../lib/protocol/eas.ts'
import type { Bytes32 } from '../lib/protocol/hex.ts'
import { acceptanceTypedData, type SignedAcceptance } from '../lib/protocol/statements.ts'
import { parameterCount, type TaskId, type TaskManifest } from '../lib/protocol/task.ts'
import type { Context } from './context.ts'
import { domainOf } from './domain.ts'
import type { Entry } from './engine/engine.ts'
import { ApiFault } from './fault.ts'
import {
  acceptanceKey,
  type ContributionRecord,
  contributedKey,
  contributionKey,
  type ReceiptRecord,
  type RoundRecord,
  receiptKey,
  roundKey,
  type SeatRecord,
  seatKey,
  type TaskRecord,
  updateBlob,
  updateKey,
} from './store/records.ts'
import { CHANGED, retryOnChange } from './store/retry.ts'
import { requireTask } from './store/tasks.ts'
import { accountVerifier } from './verifier.ts'

export interface Upload {
  readonly task: string
  readonly round: number
  readonly attestation: OffchainAttestation
  /** Reads the update, or throws where it is not exactly `bytes` long. Called once everything else holds. */
  readBody(bytes: number): Promise<Uint8Array>
}

/**
 * Takes a contribution into the open round, or says with its own code why not. The signed acceptance and the
 * contribution are one commit. The same attestation again gives the same acceptance, also after the round closed.
 */
export const acceptContribution = async (ctx: Context, upload: Upload): Promise<ContributionAnswer> => {
  const { id, entry } = await requireTask(ctx, upload.task)
  const earlier = await ctx.engine.get<ContributionRecord>(contributionKey(upload.attestation.uid))
  if (earlier !== undefined && earlier.value.task === id && earlier.value.round === upload.round)
    return { uid: upload.attestation.uid, acceptance: earlier.value.acceptance }

  const round = await requireOpenRound(ctx, id, entry.value, upload.round)
  const { data, seat } = await verifyStatements(ctx, id, entry.value, round.value, upload)
  const update = await upload.readBody(entry.value.task.manifest.model.weights.bytes)
  verifyUpdate(entry.value.task.manifest, update, data.updateHash)

  const blob = updateBlob(id, upload.round, upload.attestation.uid)
  await ctx.engine.putBlob(blob, update)
  try {
    const acceptance = await retryOnChange(() => commitContribution(ctx, id, upload, data, seat))
    return { uid: upload.attestation.uid, acceptance }
  } catch (error) {
    const isKept = (await ctx.engine.get(contributionKey(upload.attestation.uid))) !== undefined
    if (!isKept) await ctx.engine.deleteBlobs(blob)
    throw error
  }
}

const requireOpenRound = async (
  ctx: Context,
  id: TaskId,
  task: TaskRecord,
  number: number,
): Promise<Entry<RoundRecord>> => {
  const round = await ctx.engine.get<RoundRecord>(roundKey(id, number))
  if (round?.value.signature === undefined)
    throw new ApiFault(404, 'contribution/unknown-round', 'This round has not been opened.')
  const isOpen = number === task.round && round.value.state === 'open'
  if (!isOpen || ctx.clock() > round.value.statement.closes * 1000)
    throw new ApiFault(409, 'contribution/closed-round', 'This round is closed.', {
      todo: 'Take part in the next round.',
    })
  return round
}

/** Everything that is signed, walked from contribution to delegation to receipt. */
const verifyStatements = async (
  ctx: Context,
  id: TaskId,
  task: TaskRecord,
  round: RoundRecord,
  { attestation }: Upload,
): Promise<{ data: ContributionData; seat: number }> => {
  const stated = decodeContribution(attestation)
  if (stated.task !== id)
    throw new ApiFault(422, 'contribution/wrong-task', 'This contribution is for another task.')
  const receipt = await ctx.engine.get<ReceiptRecord>(receiptKey(attestation.message.refUID))
  if (receipt === undefined || receipt.value.task !== id)
    throw new ApiFault(403, 'contribution/unknown-receipt', 'No seat was taken under this receipt.', {
      todo: 'Enrol first.',
    })
  const { delegation, receipt: shown, seat } = receipt.value
  const data = await verifyContribution(attestation, {
    manifest: task.task.manifest,
    delegation,
    receipt: shown,
    round: round.statement.round,
    roundHash: round.hash,
    domain: domainOf(task.task.manifest),
    now: ctx.clock(),
    verify: accountVerifier(ctx, task.task.manifest, delegation.statement),
  })
  if (seat >= task.posted)
    throw new ApiFault(409, 'contribution/not-seated', 'This seat is not on chain yet.', {
      todo: 'Ask for the enrolment again.',
    })
  return { data, seat }
}

/** The bytes themselves: as attested, well-formed, and within the norm. */
const verifyUpdate = (manifest: TaskManifest, bytes: Uint8Array, updateHash: Bytes32): void => {
  if (`0x${createHash('sha256').update(bytes).digest('hex')}` !== updateHash)
    throw new ApiFault(422, 'contribution/wrong-update-hash', 'This update is not the one attested.')
  const update = decodeUpdate(bytes, parameterCount(manifest.model.architecture))
  const { clipNorm } = manifest.update
  if (l2Norm(update) > clipNorm * (1 + NORM_TOLERANCE))
    throw new ApiFault(422, 'contribution/over-norm', 'The norm of this update is above update.clipNorm.', {
      details: `At most ${clipNorm}.`,
    })
}

const decodeUpdate = (bytes: Uint8Array, count: number): Float32Array => {
  try {
    return decodeFloat32(bytes, count)
  } catch (cause) {
    throw new ApiFault(422, 'contribution/not-finite', 'This update holds a value that is not finite.', {
      cause,
    })
  }
}

const requireSeat = async (
  ctx: Context,
  id: TaskId,
  number: number,
  receipt: Bytes32,
): Promise<Entry<SeatRecord>> => {
  const seat = await ctx.engine.get<SeatRecord>(seatKey(id, number))
  if (seat === undefined) throw new ApiFault(403, 'contribution/not-enrolled', 'There is no such seat.')
  if (seat.value.receipt !== receipt)
    throw new ApiFault(403, 'contribution/replaced-receipt', 'A newer receipt took this one’s place.')
  if (seat.value.revoked) throw new ApiFault(403, 'receipt/revoked', 'This receipt was revoked.')
  return seat
}

const assertNew = async (ctx: Context, id: TaskId, round: number, seat: number, updateHash: Bytes32) => {
  if ((await ctx.engine.get(contributedKey(id, round, seat))) !== undefined)
    throw new ApiFault(409, 'contribution/already-contributed', 'This seat has contributed to this round.')
  if ((await ctx.engine.get(updateKey(updateHash))) !== undefined)
    throw new ApiFault(409, 'contribution/replayed-update', 'This update was contributed before.')
}

const commitContribution = async (
  ctx: Context,
  id: TaskId,
  { round: number, attestation }: Upload,
  { updateHash }: ContributionData,
  seatNumber: number,
): Promise<SignedAcceptance | typeof CHANGED> => {
  const { uid } = attestation
  const earlier = await ctx.engine.get<ContributionRecord>(contributionKey(uid))
  if (earlier !== undefined) return earlier.value.acceptance
  const task = (await requireTask(ctx, id)).entry.value
  const round = await requireOpenRound(ctx, id, task, number)
  const seat = await requireSeat(ctx, id, seatNumber, attestation.message.refUID)
  await assertNew(ctx, id, number, seatNumber, updateHash)

  const { reward } = task.task.manifest
  const sum = BigInt(seat.value.cumulative) + BigInt(reward.perContribution)
  const cap = BigInt(reward.maxPerContributor)
  const cumulative = String(sum < cap ? sum : cap)
  const { account } = seat.value
  const statement = { task: id, round: number, seat: seatNumber, account, contribution: uid, cumulative }
  const typedData = acceptanceTypedData(statement, reward.chainId, reward.escrow)
  const acceptance = { statement, signature: await ctx.settlement.signTypedData(typedData) }
  const acceptedAt = ctx.clock()
  const record: ContributionRecord = {
    task: id,
    round: number,
    seat: seatNumber,
    attestation,
    acceptance,
    acceptedAt,
  }
  const contributions = round.value.contributions + 1
  const isCommitted = await ctx.engine.commit([
    // Writing the round too makes it still open at the moment of the commit.
    { key: round.key, value: { ...round.value, contributions }, revision: round.revision },
    { key: seat.key, value: { ...seat.value, cumulative }, revision: seat.revision },
    { key: contributionKey(uid), value: record, revision: 0 },
    { key: contributedKey(id, number, seatNumber), value: uid, revision: 0 },
    { key: updateKey(updateHash), value: uid, revision: 0 },
    { key: acceptanceKey(id, seatNumber, number), value: acceptance, revision: 0 },
  ])
  if (!isCommitted) return CHANGED
  ctx.counters.add('proviso_contributions_total')
  ctx.log('accepted', { task: id, round: number, seat: seatNumber, cumulative })
  return acceptance
}
