import { appendActivity } from '../activity/log.ts'
import { encodeClaimFor } from '../chain/escrow.ts'
import { database, write } from '../db/database.ts'
import { coordinatorClient } from '../net/coordinator.ts'
import { ProvisoError } from '../protocol/errors.ts'
import type { Address, Hex } from '../protocol/hex.ts'

/** Whoever can send a transaction from the person's account: the wallet, on the bridge page. */
export interface TransactionSender {
  sendTransaction(transaction: {
    readonly chainId: number
    readonly to: Address
    readonly data: Hex
  }): Promise<Hex>
}

/**
 * Claims what a seat is owed by the person's own transaction: the fallback where the coordinator does not pay out.
 * Resolves once the wallet has sent it; only the chain says when it is paid. Throws `claim/nothing` or `claim/no-proof`.
 */
export const claimByHand = async (taskId: string, wallet: TransactionSender): Promise<void> => {
  const db = await database()
  const seat = await db.get('seats', taskId)
  const grant = seat === undefined ? undefined : await db.get('grants', seat.grantId)
  if (seat === undefined || grant?.enrolment === undefined || BigInt(seat.claimable) <= BigInt(seat.paid))
    throw new ProvisoError('claim/nothing', 'There is nothing to claim for this task yet.')
  const answer = await coordinatorClient(grant.task.manifest, grant.taskId).payoutProof(seat.seat)
  if (answer.state !== 'posted' || answer.cumulative === undefined || answer.proof === undefined)
    throw new ProvisoError('claim/no-proof', 'The coordinator gave no proof for this claim.', {
      todo: 'Try again later. What was accepted stays owed.',
    })
  const data = encodeClaimFor(grant.taskId, {
    seat: seat.seat,
    account: seat.account,
    cumulative: BigInt(answer.cumulative),
    payoutProof: answer.proof,
    rootIndex: grant.enrolment.rootIndex,
    enrolmentProof: grant.enrolment.proof,
  })
  const transaction = await wallet.sendTransaction({ chainId: seat.chainId, to: seat.escrow, data })
  await write(['activity'], (writing) =>
    appendActivity(writing, {
      kind: 'claimed',
      text: `You claimed what ${grant.task.manifest.publisher.name} owes you.`,
      data: { task: taskId, origin: grant.origin, amount: answer.cumulative ?? '0', transaction },
    }),
  )
}
