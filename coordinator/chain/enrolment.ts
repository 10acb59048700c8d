import { readEnrolmentRoot } from '../../lib/chain/escrow.ts'
import { seatTree } from '../../lib/chain/merkle.ts'
import { ProvisoError } from '../../lib/protocol/errors.ts'
import type { TaskId } from '../../lib/protocol/task.ts'
import type { Context } from '../context.ts'
import type { Entry } from '../engine/engine.ts'
import {
  type BatchRecord,
  batchKey,
  type SeatRecord,
  seatKey,
  type TaskRecord,
  taskKey,
} from '../store/records.ts'
import { CHANGED, retryOnChange } from '../store/retry.ts'
import { requireTask } from '../store/tasks.ts'
import { sendToEscrow } from './send.ts'
import type { ChainAccess } from './settle.ts'

export const batchSeats = async (
  ctx: Context,
  id: TaskId,
  { firstSeat, count }: Pick<BatchRecord, 'firstSeat' | 'count'>,
): Promise<SeatRecord[]> => {
  const seats: SeatRecord[] = []
  for (let seat = firstSeat; seat < firstSeat + count; seat++) {
    const entry = await ctx.engine.get<SeatRecord>(seatKey(id, seat))
    if (entry === undefined) throw new Error(`The engine lost seat ${seat} of ${id}.`)
    seats.push(entry.value)
  }
  return seats
}

/** Puts all seats that are in no batch into the next one. Write-once here, as the root is on chain. */
const sealBatch = (ctx: Context, id: TaskId): Promise<BatchRecord | undefined> =>
  retryOnChange(async () => {
    const { entry } = await requireTask(ctx, id)
    const { enrolled, batched, batches } = entry.value
    if (batched === enrolled) return undefined
    const range = { firstSeat: batched, count: enrolled - batched }
    const { root } = seatTree(await batchSeats(ctx, id, range))
    const batch: BatchRecord = { index: batches, ...range, root, state: 'queued' }
    const isCommitted = await ctx.engine.commit([
      {
        key: taskKey(id),
        value: { ...entry.value, batched: enrolled, batches: batches + 1 },
        revision: entry.revision,
      },
      { key: batchKey(id, batches), value: batch, revision: 0 },
    ])
    return isCommitted ? batch : CHANGED
  })

const oldestQueued = async (
  ctx: Context,
  id: TaskId,
): Promise<{ task: Entry<TaskRecord>; batch: Entry<BatchRecord> } | undefined> => {
  const { entry: task } = await requireTask(ctx, id)
  const batches = await ctx.engine.list<BatchRecord>(`batch/${id}/`)
  const batch = batches.find(({ value }) => value.state === 'queued')
  return batch === undefined ? undefined : { task, batch }
}

/** Posts enrolment roots in their order until no seat waits. While one is mined, the next gathers. */
export const postBatches = async (ctx: Context, chain: ChainAccess, id: TaskId): Promise<void> => {
  for (;;) {
    const queued = await oldestQueued(ctx, id)
    if (queued !== undefined) await postBatch(ctx, chain, id, queued.task.value, queued.batch)
    else if ((await sealBatch(ctx, id)) === undefined) return
  }
}

const postBatch = async (
  ctx: Context,
  chain: ChainAccess,
  id: TaskId,
  task: TaskRecord,
  batch: Entry<BatchRecord>,
): Promise<void> => {
  const { escrow } = task.task.manifest.reward
  const { index, root, firstSeat, count } = batch.value
  const read = () => readEnrolmentRoot({ client: chain.client, escrow, taskId: id, index })
  if ((await read()) === undefined)
    await sendToEscrow({
      ...chain,
      escrow,
      functionName: 'postEnrolmentRoot',
      args: [id, root, firstSeat, count],
    })
  const posted = await read()
  if (posted?.root !== root)
    throw new ProvisoError('enrolment/conflict', 'The chain holds another enrolment root than this store.', {
      details: `Task ${id}, root ${index}.`,
      todo: 'Two stores serve one task: keep one of them.',
    })
  await markPosted(ctx, id, batch.key)
  ctx.log('seats on chain', { task: id, firstSeat, count })
}

const markPosted = (ctx: Context, id: TaskId, key: string): Promise<true> =>
  retryOnChange(async () => {
    const { entry: task } = await requireTask(ctx, id)
    const batch = await ctx.engine.get<BatchRecord>(key)
    if (batch === undefined) return CHANGED
    if (batch.value.state === 'posted') return true
    const posted = batch.value.firstSeat + batch.value.count
    const isCommitted = await ctx.engine.commit([
      { key: taskKey(id), value: { ...task.value, posted }, revision: task.revision },
      { key, value: { ...batch.value, state: 'posted' }, revision: batch.revision },
    ])
    return isCommitted ? true : CHANGED
  })
