import { claimArgument, readActivePayout, readSeat, type SeatClaim } from '../../lib/chain/escrow.ts'
import { ProvisoError } from '../../lib/protocol/errors.ts'
import type { TaskId } from '../../lib/protocol/task.ts'
import type { Context } from '../context.ts'
import type { Entry } from '../engine/engine.ts'
import { enrolmentProof, payoutProof } from '../proofs.ts'
import { type PayoutLeaf, type PayoutRecord, payoutsPrefix } from '../store/records.ts'
import { requireTask } from '../store/tasks.ts'
import { sendToEscrow } from './send.ts'
import type { ChainAccess } from './settle.ts'

/** Claims in one transaction: some 6 million gas, well within any block. */
const CLAIMS_PER_TRANSACTION = 40
/**
 * A first claim in the largest tree takes 111k gas, and more where a token does more. A failed claim is skipped, not
 * reverted, so an estimate would be content with too little: the allowance is fixed instead.
 */
const GAS_PER_CLAIM = 200_000n
const GAS_BASE = 100_000n
/** Reads sent to the node at once. */
const READS_AT_ONCE = 25

/**
 * Posts the newest payout and pays everybody in it. Amounts are cumulative, so older ones that were never posted are
 * superseded. The escrow's `paid` counter makes paying twice impossible; looking first spares the fee.
 */
export const settlePayouts = async (ctx: Context, chain: ChainAccess, id: TaskId): Promise<void> => {
  const newest = (await ctx.engine.list<PayoutRecord>(payoutsPrefix(id))).at(-1)
  if (newest === undefined || newest.value.state === 'paid' || newest.value.state === 'superseded') return
  const posted = newest.value.state === 'posted' ? newest : await post(ctx, chain, id, newest)
  if (posted?.value.state !== 'posted') return
  await supersedeOlder(ctx, id, posted.value.round)
  await pay(ctx, chain, id, posted)
}

/** Undefined where another coordinator moved it meanwhile. */
const move = async (
  ctx: Context,
  entry: Entry<PayoutRecord>,
  change: Partial<PayoutRecord>,
): Promise<Entry<PayoutRecord> | undefined> => {
  const value = { ...entry.value, ...change }
  const isCommitted = await ctx.engine.commit([{ key: entry.key, value, revision: entry.revision }])
  return isCommitted ? { key: entry.key, value, revision: entry.revision + 1 } : undefined
}

const post = async (
  ctx: Context,
  chain: ChainAccess,
  id: TaskId,
  payout: Entry<PayoutRecord>,
): Promise<Entry<PayoutRecord> | undefined> => {
  const { escrow } = (await requireTask(ctx, id)).entry.value.task.manifest.reward
  const { round, roundHash, root } = payout.value
  const active = await readActivePayout({ client: chain.client, escrow, taskId: id })
  if (active !== undefined && active.round > round) return move(ctx, payout, { state: 'superseded' })
  if (active?.round !== round)
    await sendToEscrow({
      ...chain,
      escrow,
      functionName: 'postPayoutRoot',
      args: [id, round, roundHash, root],
    })
  else if (active.root !== root)
    throw new ProvisoError('payout/conflict', 'The chain holds another payout root than this store.', {
      details: `Task ${id}, round ${round}.`,
      todo: 'Two stores serve one task: keep one of them.',
    })
  ctx.counters.add('proviso_payout_roots_total')
  ctx.log('payout posted', { task: id, round, root })
  return move(ctx, payout, { state: 'posted' })
}

const supersedeOlder = async (ctx: Context, id: TaskId, round: number): Promise<void> => {
  for (const entry of await ctx.engine.list<PayoutRecord>(payoutsPrefix(id))) {
    const isUnfinished = entry.value.state === 'queued' || entry.value.state === 'posted'
    if (isUnfinished && entry.value.round < round) await move(ctx, entry, { state: 'superseded' })
  }
}

/** Leaves that the seat's counter on chain has not reached. */
const stillDue = async (
  ctx: Context,
  { client }: ChainAccess,
  id: TaskId,
  leaves: readonly PayoutLeaf[],
): Promise<PayoutLeaf[]> => {
  const { escrow } = (await requireTask(ctx, id)).entry.value.task.manifest.reward
  const due: PayoutLeaf[] = []
  for (let i = 0; i < leaves.length; i += READS_AT_ONCE) {
    const some = leaves.slice(i, i + READS_AT_ONCE)
    const seats = await Promise.all(some.map(({ seat }) => readSeat({ client, escrow, taskId: id, seat })))
    due.push(...some.filter(({ cumulative }, k) => seats[k]!.paid < BigInt(cumulative)))
  }
  return due
}

/** What the last payout left settled needs no look at the chain. */
const mayBeDue = async (ctx: Context, id: TaskId, { leaves }: PayoutRecord): Promise<PayoutLeaf[]> => {
  const payouts = await ctx.engine.list<PayoutRecord>(payoutsPrefix(id))
  const last = payouts.findLast(({ value }) => value.state === 'paid')?.value
  const unpaid = new Set(last?.unpaid)
  const settled = new Map(
    last?.leaves.filter(({ seat }) => !unpaid.has(seat)).map(({ seat, cumulative }) => [seat, cumulative]),
  )
  return leaves.filter(({ seat, cumulative }) => settled.get(seat) !== cumulative)
}

const pay = async (
  ctx: Context,
  chain: ChainAccess,
  id: TaskId,
  payout: Entry<PayoutRecord>,
): Promise<void> => {
  const due = await stillDue(ctx, chain, id, await mayBeDue(ctx, id, payout.value))
  for (let i = 0; i < due.length; i += CLAIMS_PER_TRANSACTION)
    await claim(ctx, chain, id, payout.value, due.slice(i, i + CLAIMS_PER_TRANSACTION))
  const unpaid = (await stillDue(ctx, chain, id, due)).map(({ seat }) => seat)
  await move(ctx, payout, { state: 'paid', unpaid })
  ctx.log('paid out', {
    task: id,
    round: payout.value.round,
    seats: due.length - unpaid.length,
    unpaid: unpaid.length,
  })
}

const claim = async (
  ctx: Context,
  chain: ChainAccess,
  id: TaskId,
  payout: PayoutRecord,
  leaves: readonly PayoutLeaf[],
): Promise<void> => {
  const claims: SeatClaim[] = []
  for (const leaf of leaves) {
    const enrolment = await enrolmentProof(ctx, id, leaf.seat)
    if (enrolment === undefined)
      throw new Error(`Seat ${leaf.seat} of ${id} is owed money and is not on chain.`)
    claims.push({
      seat: leaf.seat,
      account: leaf.account,
      cumulative: BigInt(leaf.cumulative),
      payoutProof: payoutProof(payout, leaf),
      rootIndex: enrolment.rootIndex,
      enrolmentProof: enrolment.proof,
    })
  }
  const { escrow } = (await requireTask(ctx, id)).entry.value.task.manifest.reward
  await sendToEscrow({
    ...chain,
    escrow,
    functionName: 'claimMany',
    args: [id, claims.map(claimArgument)],
    gas: GAS_BASE + GAS_PER_CLAIM * BigInt(claims.length),
  })
}
