import { appendActivity } from '../activity/log.ts'
import { deviceClient } from '../chain/deviceClient.ts'
import { readActivePayout, readPayments, readSeat } from '../chain/escrow.ts'
import { verifyProof } from '../chain/merkle.ts'
import { database, write } from '../db/database.ts'
import type { Payment, SeatRecord } from '../db/schema.ts'
import { coordinatorClient } from '../net/coordinator.ts'
import { sameAddress } from '../protocol/hex.ts'
import { payoutLeaf } from '../protocol/statements.ts'
import type { TaskManifest } from '../protocol/task.ts'

/**
 * What the seat could claim now: the coordinator's figure, believed only with a Merkle proof into the payout root that
 * stands on chain. Zero where there is none.
 */
const readClaimable = async (seat: SeatRecord, manifest: TaskManifest): Promise<bigint> => {
  const client = await deviceClient(seat.chainId)
  const [active, answer] = await Promise.all([
    readActivePayout({ client, escrow: seat.escrow, taskId: seat.taskId }),
    coordinatorClient(manifest, seat.taskId).payoutProof(seat.seat),
  ])
  if (active === undefined || answer.state !== 'posted' || answer.cumulative === undefined) return 0n
  const cumulative = BigInt(answer.cumulative)
  const leaf = payoutLeaf(seat.seat, seat.account, cumulative)
  const isOnChain =
    answer.account !== undefined &&
    sameAddress(answer.account, seat.account) &&
    verifyProof(active.root, leaf, answer.proof ?? [])
  if (!isOnChain) return 0n
  const cap = BigInt(seat.cap)
  return cumulative < cap ? cumulative : cap
}

const sameMoney = (a: SeatRecord, b: Pick<SeatRecord, 'claimable' | 'paid' | 'payments'>): boolean =>
  a.claimable === b.claimable && a.paid === b.paid && a.payments.length === b.payments.length

/** Asks chain and coordinator about one seat. What the chain says replaces what was known; nothing else counts as paid. */
const syncSeat = async (seat: SeatRecord): Promise<SeatRecord> => {
  const grant = await (await database()).get('grants', seat.grantId)
  if (grant === undefined) return seat
  const client = await deviceClient(seat.chainId)
  const where = { client, escrow: seat.escrow, taskId: seat.taskId, seat: seat.seat }
  const [onChain, payments, claimable] = await Promise.all([
    readSeat(where),
    readPayments(where),
    readClaimable(seat, grant.task.manifest).catch(() => BigInt(seat.claimable)),
  ])
  const known: readonly Payment[] = payments.map(({ amount, txHash, blockNumber, blockTime }) => ({
    amount: amount.toString(),
    transaction: txHash,
    block: Number(blockNumber),
    at: blockTime === undefined ? Date.now() : blockTime * 1000,
  }))
  const news = {
    claimable: claimable.toString(),
    paid: onChain.paid.toString(),
    payments: known,
    syncedAt: Date.now(),
  }
  if (sameMoney(seat, news) && news.syncedAt - seat.syncedAt < LATER_MS) return seat
  return write(['seats', 'activity'], async (transaction) => {
    const current = (await transaction.objectStore('seats').get(seat.taskId)) ?? seat
    const updated: SeatRecord = { ...current, ...news }
    await transaction.objectStore('seats').put(updated)
    for (const payment of known) {
      if (current.payments.some(({ transaction: seen }) => seen === payment.transaction)) continue
      await appendActivity(transaction, {
        kind: 'paid',
        text: `${grant.task.manifest.publisher.name} paid you.`,
        data: {
          task: seat.taskId,
          origin: grant.origin,
          amount: payment.amount,
          token: seat.token,
          transaction: payment.transaction,
        },
      })
    }
    return updated
  })
}

/** A publisher that pays does so within minutes of the round; after that the chain is asked now and then. */
const SOON_MS = 5 * 60_000
const LATER_MS = 10 * 60_000

const isDue = async (seat: SeatRecord, now: number): Promise<boolean> => {
  const contributions = await (await database()).getAllFromIndex('contributions', 'taskId', seat.taskId)
  const isRecent = contributions.some(
    ({ acceptedAt }) => acceptedAt !== undefined && now - acceptedAt < SOON_MS,
  )
  return isRecent || now - seat.syncedAt >= LATER_MS
}

const isOwed = (seat: SeatRecord): boolean => BigInt(seat.accepted) > BigInt(seat.paid)

/**
 * Brings the seats that are owed something up to date. Resolves with whether money is still expected. A chain that
 * cannot be reached leaves the figures as they were.
 */
export const settleEarnings = async (now = Date.now()): Promise<boolean> => {
  const owed = (await (await database()).getAll('seats')).filter(isOwed)
  const due = await Promise.all(owed.map((seat) => isDue(seat, now)))
  const asked = owed.filter((_seat, index) => due[index])
  const updated = await Promise.all(asked.map((seat) => syncSeat(seat).catch(() => seat)))
  return updated.some(isOwed)
}
