import type { TaskId } from '../../lib/protocol/task.ts'
import type { Context } from '../context.ts'
import { type PayoutRecord, payoutsPrefix, type TaskRecord } from '../store/records.ts'

/** After a task has closed the escrow gives no more seats. */
export const hasSeatsToPost = ({ state, posted, enrolled }: TaskRecord): boolean =>
  state !== 'finished' && posted < enrolled

/** Whether anything of this task has to go on chain. Reads the engine only. */
export const hasChainWork = async (ctx: Context, id: TaskId, task: TaskRecord): Promise<boolean> => {
  if (hasSeatsToPost(task)) return true
  const payouts = await ctx.engine.list<PayoutRecord>(payoutsPrefix(id))
  const newest = payouts.at(-1)?.value.state
  return newest === 'queued' || newest === 'posted'
}
