import type { TaskId } from '../../lib/protocol/task.ts'
import type { Context } from '../context.ts'
import { type SeatRecord, seatsPrefix, type TaskRecord } from './records.ts'

/** All seats in the order of their numbers. */
export const allSeats = async (ctx: Pick<Context, 'engine'>, id: TaskId): Promise<SeatRecord[]> =>
  (await ctx.engine.list<SeatRecord>(seatsPrefix(id))).map(({ value }) => value)

/** The seats that a round waits for: on chain, and not withdrawn. */
export const activeSeats = async (ctx: Context, id: TaskId, task: TaskRecord): Promise<SeatRecord[]> =>
  (await allSeats(ctx, id)).filter(({ seat, revoked }) => seat < task.posted && !revoked)
