import { createHash } from 'node:crypto'
import { decodeFloat32, encodeFloat32, fedAvg } from '../../lib/aggregation/plain.ts'
import type { Bytes32 } from '../../lib/protocol/hex.ts'
import { parameterCount, type TaskId, type TaskManifest } from '../../lib/protocol/task.ts'
import type { Context } from '../context.ts'
import { type Entry, weightsBlob } from '../engine/engine.ts'
import {
  type ContributionRecord,
  contributedPrefix,
  contributionKey,
  type ReceiptRecord,
  type RoundRecord,
  receiptKey,
  roundKey,
  updateBlob,
  updatesPrefix,
} from '../store/records.ts'
import { payoutWrites } from './payout.ts'

interface Outcome {
  readonly state: 'aggregated' | 'void'
  readonly averaged: number
  readonly weights?: Bytes32
}

/** The average of a closed round, or nothing of it where too few contributed: base weights then stay. */
const average = async (
  ctx: Context,
  id: TaskId,
  manifest: TaskManifest,
  round: RoundRecord,
): Promise<Outcome> => {
  const { round: number, baseWeights } = round.statement
  const uids = await standingContributions(ctx, id, number)
  if (uids.length === 0 || uids.length < manifest.aggregation.minCohort)
    return { state: 'void', averaged: uids.length }
  const count = parameterCount(manifest.model.architecture)
  const updates: Float32Array[] = []
  for (const uid of uids)
    updates.push(decodeFloat32(await requireBlob(ctx, updateBlob(id, number, uid)), count))
  const base = decodeFloat32(await requireBlob(ctx, weightsBlob(baseWeights)), count)
  const bytes = encodeFloat32(fedAvg(base, updates))
  const weights: Bytes32 = `0x${createHash('sha256').update(bytes).digest('hex')}`
  await ctx.engine.putBlob(weightsBlob(weights), bytes)
  return { state: 'aggregated', averaged: updates.length, weights }
}

/** Accepted and not withdrawn since, by seat: the order makes the average's bytes the same on every coordinator. */
const standingContributions = async (ctx: Context, id: TaskId, round: number): Promise<Bytes32[]> => {
  const contributed = await ctx.engine.list<Bytes32>(contributedPrefix(id, round))
  const standing: Bytes32[] = []
  for (const { value: uid } of contributed) {
    const contribution = await ctx.engine.get<ContributionRecord>(contributionKey(uid))
    const receiptUid = contribution?.value.attestation.message.refUID
    const receipt =
      receiptUid === undefined ? undefined : await ctx.engine.get<ReceiptRecord>(receiptKey(receiptUid))
    if (receipt !== undefined && receipt.value.revocation === undefined) standing.push(uid)
  }
  return standing
}

const requireBlob = async (ctx: Context, name: string): Promise<Uint8Array> => {
  const bytes = await ctx.engine.getBlob(name)
  if (bytes === undefined) throw new Error(`The engine lost ${name}.`)
  return bytes
}

/**
 * Ends a closed round: averages, queues what is owed, and forgets the updates. Two coordinators may do so at once: they
 * compute the same, one commit stands, and updates are only forgotten when the round has ended on disk.
 */
export const endRound = async (
  ctx: Context,
  id: TaskId,
  manifest: TaskManifest,
  entry: Entry<RoundRecord>,
): Promise<void> => {
  const { round: number } = entry.value.statement
  const outcome = await endOutcome(ctx, id, manifest, entry)
  if (outcome === undefined) return
  const isPayoutDue = number % ctx.payoutEvery === 0 || number === manifest.schedule.rounds
  const value: RoundRecord = { ...entry.value, ...outcome }
  const isCommitted = await ctx.engine.commit([
    { key: roundKey(id, number), value, revision: entry.revision },
    ...(isPayoutDue ? await payoutWrites(ctx, id, value) : []),
  ])
  if (!isCommitted) return
  ctx.counters.add('proviso_rounds_total', { state: outcome.state })
  ctx.log(outcome.state === 'void' ? 'round void' : 'round aggregated', {
    task: id,
    round: number,
    contributions: value.contributions,
    averaged: outcome.averaged,
  })
  await forgetUpdates(ctx, id, number)
}

/** Undefined where another coordinator ended the round while this one computed: its updates are gone. */
const endOutcome = async (
  ctx: Context,
  id: TaskId,
  manifest: TaskManifest,
  { value, revision }: Entry<RoundRecord>,
): Promise<Outcome | undefined> => {
  try {
    return await average(ctx, id, manifest, value)
  } catch (error) {
    const now = await ctx.engine.get<RoundRecord>(roundKey(id, value.statement.round))
    if (now?.revision !== revision) return undefined
    throw error
  }
}

/** Also of the round before: an upload that lost against its deadline may have left one behind. */
const forgetUpdates = async (ctx: Context, id: TaskId, round: number): Promise<void> => {
  for (const ended of [round - 1, round])
    if (ended > 0) await ctx.engine.deleteBlobs(updatesPrefix(id, ended))
}

/** Forgets what crashes left behind of every round that has ended. */
export const sweepUpdates = async (ctx: Context, id: TaskId, newest: number): Promise<void> => {
  for (let number = 1; number <= newest; number++) {
    const round = await ctx.engine.get<RoundRecord>(roundKey(id, number))
    const hasEnded = round?.value.state === 'aggregated' || round?.value.state === 'void'
    if (hasEnded) await ctx.engine.deleteBlobs(updatesPrefix(id, number))
  }
}
