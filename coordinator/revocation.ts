import { verifyEoa } from '../lib/attest/signature.ts'
import { sameAddress } from '../lib/protocol/hex.ts'
import { revocationTypedData, type SignedRevocation } from '../lib/protocol/statements.ts'
import type { Context } from './context.ts'
import { ApiFault } from './fault.ts'
import { withRevocation } from './receipts.ts'
import { type ReceiptRecord, receiptKey, type SeatRecord, seatKey } from './store/records.ts'
import { CHANGED, retryOnChange } from './store/retry.ts'
import { requireTask } from './store/tasks.ts'
import { accountVerifier } from './verifier.ts'

/**
 * Withdraws a receipt, signed by its account or its contribution key. Nothing is accepted under it any more, and what
 * was accepted in a round still open is not averaged. Accepted pay stays owed. Saying it twice is once.
 * Throws `grant/unknown` (404), `grant/mismatch` (422) or `grant/bad-signature` (403).
 */
export const revoke = async (ctx: Context, uid: string, signed: SignedRevocation): Promise<void> => {
  const { statement } = signed
  if (statement.receipt !== uid)
    throw new ApiFault(422, 'grant/mismatch', 'This revocation names another receipt.')
  const known = await ctx.engine.get<ReceiptRecord>(receiptKey(statement.receipt))
  if (known === undefined)
    throw new ApiFault(404, 'grant/unknown', 'No seat was taken under this receipt here.')
  await assertSigned(ctx, known.value, signed)
  await retryOnChange(() => commitRevocation(ctx, signed))
}

const assertSigned = async (
  ctx: Context,
  { task, delegation }: ReceiptRecord,
  { statement, signature }: SignedRevocation,
): Promise<void> => {
  const { account, key } = delegation.statement
  const { manifest } = (await requireTask(ctx, task)).entry.value.task
  const verify = accountVerifier(ctx, manifest, delegation.statement)
  const typedData = revocationTypedData(statement)
  const isSigned =
    (await verifyEoa({ address: key, typedData, signature })) ||
    (await verify({ address: account, typedData, signature }))
  if (!isSigned || !sameAddress(statement.account, account))
    throw new ApiFault(403, 'grant/bad-signature', "This is not signed by the receipt's account or key.")
}

const commitRevocation = async (
  ctx: Context,
  revocation: SignedRevocation,
): Promise<true | typeof CHANGED> => {
  const key = receiptKey(revocation.statement.receipt)
  const receipt = await ctx.engine.get<ReceiptRecord>(key)
  if (receipt === undefined) return CHANGED
  if (receipt.value.revocation !== undefined) return true
  const { task, seat: number } = receipt.value
  const seat = await ctx.engine.get<SeatRecord>(seatKey(task, number))
  if (seat === undefined) return CHANGED
  const holdsSeat = seat.value.receipt === revocation.statement.receipt
  const isCommitted = await ctx.engine.commit([
    { key, value: withRevocation(receipt.value, revocation), revision: receipt.revision },
    {
      key: seatKey(task, number),
      value: holdsSeat ? { ...seat.value, revoked: true } : seat.value,
      revision: seat.revision,
    },
  ])
  if (!isCommitted) return CHANGED
  ctx.counters.add('proviso_revocations_total')
  ctx.log('revoked', { task, seat: number })
  return true
}
