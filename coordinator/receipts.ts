import { verifySeatAccess } from '../lib/attest/seatAccess.ts'
import type { ReceiptAnswer } from '../lib/protocol/coordinator.ts'
import type { Bytes32 } from '../lib/protocol/hex.ts'
import type { SignedRevocation, SignedSeatAccess } from '../lib/protocol/statements.ts'
import { expiredRecord, withdrawnRecord } from '../lib/receipts/endedRecord.ts'
import type { Context } from './context.ts'
import type { Entry } from './engine/engine.ts'
import { ApiFault } from './fault.ts'
import { type ReceiptRecord, receiptKey } from './store/records.ts'
import { CHANGED, retryOnChange } from './store/retry.ts'

/** Evidence of consent, and now of its withdrawal. */
export const withRevocation = (held: ReceiptRecord, revocation: SignedRevocation): ReceiptRecord =>
  held.record === undefined
    ? { ...held, revocation }
    : { ...held, revocation, ended: withdrawnRecord(held.record, revocation.statement) }

const requireReceipt = async (ctx: Context, uid: Bytes32): Promise<Entry<ReceiptRecord>> => {
  const held = await ctx.engine.get<ReceiptRecord>(receiptKey(uid))
  if (held === undefined)
    throw new ApiFault(404, 'grant/unknown', 'No seat was taken under this receipt here.')
  return held
}

/** With the record of its expiry, written down by whoever looks first: it follows from the record alone. */
const current = (ctx: Context, uid: Bytes32): Promise<ReceiptRecord> =>
  retryOnChange(async () => {
    const { key, value, revision } = await requireReceipt(ctx, uid)
    const { expirationTime } = value.receipt.message
    const isOver = expirationTime !== 0 && expirationTime * 1000 <= ctx.clock()
    if (value.record === undefined || value.ended !== undefined || !isOver) return value
    const expired: ReceiptRecord = { ...value, ended: expiredRecord(value.record, expirationTime) }
    return (await ctx.engine.commit([{ key, value: expired, revision }])) ? expired : CHANGED
  })

/**
 * What is held under this receipt, for its contribution key: the same bytes that the contributor holds. Throws
 * `grant/unknown` (404), also for receipts of earlier versions, which have no record, or `seat/unauthorized`.
 */
export const heldReceipt = async (
  ctx: Context,
  uid: Bytes32,
  access: SignedSeatAccess,
): Promise<ReceiptAnswer> => {
  const { task, seat, delegation } = (await requireReceipt(ctx, uid)).value
  await verifySeatAccess(access, { task, seat, key: delegation.statement.key, now: ctx.clock() })
  const { receipt, record, ended, revocation } = await current(ctx, uid)
  if (record === undefined)
    throw new ApiFault(404, 'grant/unknown', 'This receipt was made by an earlier version and has no record.')
  return {
    delegation,
    receipt,
    record,
    ...(ended === undefined ? {} : { ended }),
    ...(revocation === undefined ? {} : { revocation }),
  }
}
