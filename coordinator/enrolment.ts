import { verifyDelegation } from '../lib/attest/delegation.ts'
import { recordOf, verifyReceipt } from '../lib/attest/receipt.ts'
import type { EnrolmentRequest } from '../lib/protocol/coordinator.ts'
import { sameAddress } from '../lib/protocol/hex.ts'
import type { TaskId, TaskManifest } from '../lib/protocol/task.ts'
import type { Context } from './context.ts'
import { domainOf } from './domain.ts'
import type { Entry } from './engine/engine.ts'
import { ApiFault } from './fault.ts'
import {
  accountKey,
  type ReceiptRecord,
  receiptKey,
  type SeatRecord,
  seatKey,
  type TaskRecord,
  taskKey,
} from './store/records.ts'
import { CHANGED, retryOnChange } from './store/retry.ts'
import { requireTask } from './store/tasks.ts'
import { accountVerifier } from './verifier.ts'

/**
 * Gives the account one seat, for ever the same one. Asked again with a newer receipt (a renewed delegation, a new
 * device) the seat goes on under that one. Throws `enrolment/…`, or what is wrong with delegation or receipt.
 */
export const enrol = async (ctx: Context, taskId: string, request: EnrolmentRequest): Promise<number> => {
  const { id, entry } = await requireTask(ctx, taskId)
  await verifyRequest(ctx, entry.value.task.manifest, request)
  return retryOnChange(async () => {
    const task = (await requireTask(ctx, id)).entry
    const { account } = request.delegation.statement
    const held = await ctx.engine.get<number>(accountKey(id, account))
    return held === undefined
      ? takeSeat(ctx, id, task, request)
      : keepSeat(ctx, id, task.value.task.manifest, held.value, request)
  })
}

const verifyRequest = async (
  ctx: Context,
  manifest: TaskManifest,
  { delegation, receipt }: EnrolmentRequest,
): Promise<void> => {
  const now = ctx.clock()
  const { account, payee } = delegation.statement
  if (!sameAddress(account, payee))
    throw new ApiFault(422, 'enrolment/foreign-payee', 'This coordinator pays the seat’s own account only.')
  await verifyDelegation(delegation, { now, verify: accountVerifier(ctx, manifest, delegation.statement) })
  await verifyReceipt(receipt, { manifest, delegation, domain: domainOf(manifest), now })
}

/** The consent record is not sent: it is made again, of the task and of the receipt, whose signature covers its hash. */
const evidence = (
  task: TaskId,
  manifest: TaskManifest,
  seat: number,
  { delegation, receipt }: EnrolmentRequest,
): ReceiptRecord => ({ task, seat, delegation, receipt, record: recordOf(manifest, receipt) })

const takeSeat = async (
  ctx: Context,
  id: TaskId,
  task: Entry<TaskRecord>,
  request: EnrolmentRequest,
): Promise<number | typeof CHANGED> => {
  const { state, enrolled, task: signed } = task.value
  const { schedule, reward } = signed.manifest
  if (state === 'finished' || ctx.clock() >= Date.parse(schedule.closesAt))
    throw new ApiFault(409, 'enrolment/closed', 'This task takes no more contributors.')
  if (enrolled >= reward.seats)
    throw new ApiFault(409, 'enrolment/full', 'Every funded seat of this task is taken.')
  const { account, key } = request.delegation.statement
  const seat: SeatRecord = {
    seat: enrolled,
    account,
    key,
    receipt: request.receipt.uid,
    revoked: false,
    cumulative: '0',
  }
  const isCommitted = await ctx.engine.commit([
    { key: taskKey(id), value: { ...task.value, enrolled: enrolled + 1 }, revision: task.revision },
    { key: seatKey(id, enrolled), value: seat, revision: 0 },
    { key: accountKey(id, account), value: enrolled, revision: 0 },
    {
      key: receiptKey(request.receipt.uid),
      value: evidence(id, signed.manifest, enrolled, request),
      revision: 0,
    },
  ])
  if (!isCommitted) return CHANGED
  ctx.counters.add('proviso_enrolments_total')
  ctx.log('enrolled', { task: id, seat: enrolled })
  return enrolled
}

const keepSeat = async (
  ctx: Context,
  id: TaskId,
  manifest: TaskManifest,
  number: number,
  request: EnrolmentRequest,
): Promise<number | typeof CHANGED> => {
  const { uid } = request.receipt
  const seat = await ctx.engine.get<SeatRecord>(seatKey(id, number))
  const known = await ctx.engine.get<ReceiptRecord>(receiptKey(uid))
  if (seat === undefined) return CHANGED
  if (known?.value.revocation !== undefined)
    throw new ApiFault(403, 'receipt/revoked', 'This receipt was revoked.')
  if (seat.value.receipt === uid) return number
  const current = await ctx.engine.get<ReceiptRecord>(receiptKey(seat.value.receipt))
  const isOlder = request.receipt.message.time < (current?.value.receipt.message.time ?? 0)
  if (known !== undefined || isOlder)
    throw new ApiFault(409, 'enrolment/replaced', 'A newer receipt took this one’s place.')
  const { key } = request.delegation.statement
  const isCommitted = await ctx.engine.commit([
    {
      key: seatKey(id, number),
      value: { ...seat.value, key, receipt: uid, revoked: false },
      revision: seat.revision,
    },
    { key: receiptKey(uid), value: evidence(id, manifest, number, request), revision: 0 },
  ])
  return isCommitted ? number : CHANGED
}
