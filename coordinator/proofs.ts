import { type EntryTree, type PayoutEntry, type SeatEntry, seatTree } from '../lib/chain/merkle.ts'
import type { Bytes32 } from '../lib/protocol/hex.ts'
import type { TaskId } from '../lib/protocol/task.ts'
import { batchSeats } from './chain/enrolment.ts'
import type { Context } from './context.ts'
import { payoutTreeOf } from './rounds/payout.ts'
import { type BatchRecord, type PayoutLeaf, type PayoutRecord, payoutsPrefix } from './store/records.ts'

/** Trees by their root: many seats ask for proofs in the same few. */
const MAX_TREES = 8

const remembered = <Tree>(trees: Map<Bytes32, Tree>, root: Bytes32, build: () => Tree): Tree => {
  const tree = trees.get(root) ?? build()
  trees.delete(root)
  trees.set(root, tree)
  for (const oldest of trees.keys()) {
    if (trees.size <= MAX_TREES) break
    trees.delete(oldest)
  }
  return tree
}

const payoutTrees = new Map<Bytes32, EntryTree<PayoutEntry>>()
const seatTrees = new Map<Bytes32, EntryTree<SeatEntry>>()

export const payoutProof = ({ root, leaves }: PayoutRecord, leaf: PayoutLeaf): readonly Bytes32[] =>
  remembered(payoutTrees, root, () => payoutTreeOf(leaves)).proofOf({
    ...leaf,
    cumulative: BigInt(leaf.cumulative),
  })

/** The seat's place in a root on chain, or undefined before that. */
export const enrolmentProof = async (
  ctx: Context,
  id: TaskId,
  seat: number,
): Promise<{ rootIndex: number; proof: readonly Bytes32[] } | undefined> => {
  const batches = await ctx.engine.list<BatchRecord>(`batch/${id}/`)
  const batch = batches.find(
    ({ value }) =>
      value.state === 'posted' && seat >= value.firstSeat && seat < value.firstSeat + value.count,
  )?.value
  if (batch === undefined) return undefined
  const seats = await batchSeats(ctx, id, batch)
  const tree = remembered(seatTrees, batch.root, () => seatTree(seats))
  const { account } = seats[seat - batch.firstSeat]!
  return { rootIndex: batch.index, proof: tree.proofOf({ seat, account }) }
}

/** The newest payout whose root is on chain. */
export const postedPayout = async (ctx: Context, id: TaskId): Promise<PayoutRecord | undefined> => {
  const payouts = await ctx.engine.list<PayoutRecord>(payoutsPrefix(id))
  return payouts.findLast(({ value }) => value.state === 'posted' || value.state === 'paid')?.value
}
