import { payoutTree } from '../../lib/chain/merkle.ts'
import type { TaskId } from '../../lib/protocol/task.ts'
import type { Context } from '../context.ts'
import type { Write } from '../engine/engine.ts'
import {
  type PayoutLeaf,
  type PayoutRecord,
  payoutKey,
  payoutsPrefix,
  type RoundRecord,
} from '../store/records.ts'
import { allSeats } from '../store/seats.ts'

const total = (leaves: readonly PayoutLeaf[]): bigint =>
  leaves.reduce((sum, { cumulative }) => sum + BigInt(cumulative), 0n)

export const payoutTreeOf = (leaves: readonly PayoutLeaf[]) =>
  payoutTree(leaves.map((leaf) => ({ ...leaf, cumulative: BigInt(leaf.cumulative) })))

/**
 * The write that queues a payout of everything accepted up to a closed round, or none where nothing new is owed. Call
 * it only while no round is open: then no acceptance can come between reading and writing.
 */
export const payoutWrites = async (ctx: Context, id: TaskId, round: RoundRecord): Promise<Write[]> => {
  const seats = await allSeats(ctx, id)
  const leaves = seats
    .filter(({ cumulative }) => cumulative !== '0')
    .map(({ seat, account, cumulative }) => ({ seat, account, cumulative }))
  const queued = await ctx.engine.list<PayoutRecord>(payoutsPrefix(id))
  if (total(leaves) === total(queued.at(-1)?.value.leaves ?? [])) return []
  const record: PayoutRecord = {
    round: round.statement.round,
    roundHash: round.hash,
    root: payoutTreeOf(leaves).root,
    leaves,
    state: 'queued',
  }
  return [{ key: payoutKey(id, record.round), value: record, revision: 0 }]
}
