import { sameAddress } from '../../lib/protocol/hex.ts'
import type { TaskId } from '../../lib/protocol/task.ts'
import type { Context } from '../context.ts'
import type { Entry } from '../engine/engine.ts'
import { ApiFault } from '../fault.ts'
import { type TaskRecord, taskKey } from './records.ts'

const isOurs = (ctx: Context, { task }: TaskRecord): boolean =>
  sameAddress(task.manifest.publisher.settlementKey, ctx.settlement.address)

export interface OwnTask {
  readonly id: TaskId
  readonly record: TaskRecord
}

/** The tasks that this coordinator's settlement key speaks for. */
export const ownTasks = async (ctx: Context): Promise<OwnTask[]> => {
  const entries = await ctx.engine.list<TaskRecord>('task/')
  return entries
    .filter(({ value }) => isOurs(ctx, value))
    .map(({ key, value }) => ({ id: key.slice('task/'.length) as TaskId, record: value }))
}

/** Throws `task/unknown` (404). */
export const requireTask = async (
  ctx: Context,
  id: string,
): Promise<{ id: TaskId; entry: Entry<TaskRecord> }> => {
  const entry = /^0x[0-9a-f]{64}$/.test(id) ? await ctx.engine.get<TaskRecord>(taskKey(id)) : undefined
  if (entry === undefined || !isOurs(ctx, entry.value))
    throw new ApiFault(404, 'task/unknown', 'This coordinator has no such task.')
  return { id: id as TaskId, entry }
}
