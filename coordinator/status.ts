import type { Address, Bytes32 } from '../lib/protocol/hex.ts'
import type { TaskId } from '../lib/protocol/task.ts'
import type { Context, Evaluation } from './context.ts'
import {
  evaluationKey,
  type PayoutRecord,
  payoutsPrefix,
  type RoundRecord,
  roundsPrefix,
  type TaskRecord,
} from './store/records.ts'
import { allSeats } from './store/seats.ts'
import { requireTask } from './store/tasks.ts'

/** What a publisher wants to know of a task. Amounts are base units in decimal digits. */
export interface TaskStatus {
  readonly id: string
  readonly title: string
  readonly state: 'open' | 'running' | 'finished'
  readonly round: number
  /** Quality of the weights that the task began with. */
  readonly baseline: Evaluation | undefined
  readonly rounds: readonly {
    readonly round: number
    readonly state: RoundRecord['state']
    readonly contributions: number
    readonly averaged: number | undefined
    readonly weights: Bytes32 | undefined
    readonly evaluation: Evaluation | undefined
  }[]
  readonly seats: readonly {
    readonly seat: number
    readonly account: Address
    readonly onChain: boolean
    readonly revoked: boolean
    readonly cumulative: string
  }[]
  /** Sum over all seats of what was accepted. */
  readonly owed: string
  readonly payouts: readonly {
    readonly round: number
    readonly state: PayoutRecord['state']
    readonly unpaid: readonly number[]
  }[]
}

/** Throws `task/unknown`, also for a task of another settlement key. */
export const taskStatus = async (ctx: Context, taskId: string): Promise<TaskStatus> => {
  const { id, entry } = await requireTask(ctx, taskId)
  return statusOf(ctx, id, entry.value)
}

/** What the engine knows of one task; needs no key. */
export const statusOf = async (
  ctx: Pick<Context, 'engine'>,
  id: TaskId,
  task: TaskRecord,
): Promise<TaskStatus> => {
  const evaluationOf = async (weights: Bytes32 | undefined) =>
    weights === undefined ? undefined : (await ctx.engine.get<Evaluation>(evaluationKey(id, weights)))?.value
  const rounds = await ctx.engine.list<RoundRecord>(roundsPrefix(id))
  const payouts = await ctx.engine.list<PayoutRecord>(payoutsPrefix(id))
  const seats = await allSeats(ctx, id)
  const { manifest } = task.task
  return {
    id,
    title: manifest.title,
    state: task.state,
    round: task.round,
    baseline: await evaluationOf(`0x${manifest.model.weights.sha256}`),
    rounds: await Promise.all(
      rounds.map(async ({ value }) => ({
        round: value.statement.round,
        state: value.state,
        contributions: value.contributions,
        averaged: value.averaged,
        weights: value.weights,
        evaluation: await evaluationOf(value.weights),
      })),
    ),
    seats: seats.map(({ seat, account, revoked, cumulative }) => ({
      seat,
      account,
      onChain: seat < task.posted,
      revoked,
      cumulative,
    })),
    owed: String(seats.reduce((sum, { cumulative }) => sum + BigInt(cumulative), 0n)),
    payouts: payouts.map(({ value }) => ({
      round: value.round,
      state: value.state,
      unpaid: value.unpaid ?? [],
    })),
  }
}
