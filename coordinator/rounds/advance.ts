import { ZERO_BYTES32 } from '../../lib/protocol/hex.ts'
import { type RoundStatement, roundHash, roundTypedData } from '../../lib/protocol/statements.ts'
import type { TaskId } from '../../lib/protocol/task.ts'
import type { Context } from '../context.ts'
import type { Entry } from '../engine/engine.ts'
import { contributedKey, type RoundRecord, roundKey, type TaskRecord, taskKey } from '../store/records.ts'
import { activeSeats } from '../store/seats.ts'
import { requireTask } from '../store/tasks.ts'
import { endRound } from './aggregate.ts'
import { payoutWrites } from './payout.ts'

/** `moved`: something changed, look again. `rest`: nothing to do before somebody acts or time passes. */
type Step = 'moved' | 'rest'

/**
 * Takes a task as far as it can go now. Every step is one compare-and-set on what was read, so that any number of
 * coordinators may do this at once, and one that dies between two steps leaves the next one to the others. True where it
 * moved.
 */
export const advance = async (ctx: Context, id: TaskId): Promise<boolean> => {
  let hasMoved = false
  while ((await step(ctx, id)) === 'moved') hasMoved = true
  return hasMoved
}

const step = async (ctx: Context, id: TaskId): Promise<Step> => {
  const { entry: task } = await requireTask(ctx, id)
  if (task.value.state === 'finished') return 'rest'
  const round = await ctx.engine.get<RoundRecord>(roundKey(id, task.value.round))
  switch (round?.value.state) {
    case 'open':
      if (round.value.signature === undefined) return sign(ctx, round)
      return (await isDue(ctx, id, task.value, round.value)) ? close(ctx, round) : 'rest'
    case 'closed':
      await endRound(ctx, id, task.value.task.manifest, round)
      return 'moved'
    default:
      return openNext(ctx, id, task, round?.value)
  }
}

/** Signing is deterministic and the statement is on disk: whoever signs, signs the same. */
const sign = async (ctx: Context, round: Entry<RoundRecord>): Promise<Step> => {
  const signature = await ctx.settlement.signTypedData(roundTypedData(round.value.statement))
  const isCommitted = await ctx.engine.commit([
    { key: round.key, value: { ...round.value, signature }, revision: round.revision },
  ])
  const { task, round: number, closes } = round.value.statement
  if (isCommitted) ctx.log('round open', { task, round: number, closes })
  return 'moved'
}

/** Past its deadline, or nobody is missing. */
const isDue = async (ctx: Context, id: TaskId, task: TaskRecord, round: RoundRecord): Promise<boolean> => {
  const { closes, round: number } = round.statement
  if (ctx.clock() > closes * 1000) return true
  if (round.contributions < task.task.manifest.aggregation.minCohort) return false
  const seats = await activeSeats(ctx, id, task)
  if (round.contributions < seats.length) return false
  for (const { seat } of seats)
    if ((await ctx.engine.get(contributedKey(id, number, seat))) === undefined) return false
  return true
}

const close = async (ctx: Context, round: Entry<RoundRecord>): Promise<Step> => {
  const value: RoundRecord = { ...round.value, state: 'closed', closedAt: ctx.clock() }
  await ctx.engine.commit([{ key: round.key, value, revision: round.revision }])
  return 'moved'
}

const openNext = async (
  ctx: Context,
  id: TaskId,
  task: Entry<TaskRecord>,
  last: RoundRecord | undefined,
): Promise<Step> => {
  const { schedule, aggregation, model } = task.value.task.manifest
  const now = ctx.clock()
  const closesAt = Math.floor(Date.parse(schedule.closesAt) / 1000)
  const closes = Math.min(Math.floor(now / 1000) + ctx.roundSeconds, closesAt)
  if (task.value.round >= schedule.rounds || closesAt * 1000 <= now) return finish(ctx, id, task, last)
  if (now < Date.parse(schedule.opensAt)) return 'rest'
  const seats = await activeSeats(ctx, id, task.value)
  if (seats.length < aggregation.minCohort) return 'rest'

  const number = task.value.round + 1
  const statement: RoundStatement = {
    task: id,
    round: number,
    baseWeights: last?.weights ?? last?.statement.baseWeights ?? `0x${model.weights.sha256}`,
    prevRound: last?.hash ?? ZERO_BYTES32,
    closes,
  }
  const round: RoundRecord = {
    statement,
    hash: roundHash(statement),
    state: 'open',
    openedAt: now,
    contributions: 0,
  }
  await ctx.engine.commit([
    { key: taskKey(id), value: { ...task.value, state: 'running', round: number }, revision: task.revision },
    { key: roundKey(id, number), value: round, revision: 0 },
  ])
  return 'moved'
}

/** The last payout covers whatever an earlier one did not. */
const finish = async (
  ctx: Context,
  id: TaskId,
  task: Entry<TaskRecord>,
  last: RoundRecord | undefined,
): Promise<Step> => {
  const isCommitted = await ctx.engine.commit([
    { key: taskKey(id), value: { ...task.value, state: 'finished' }, revision: task.revision },
    ...(last === undefined ? [] : await payoutWrites(ctx, id, last)),
  ])
  if (isCommitted) ctx.log('task finished', { task: id, rounds: task.value.round })
  return 'moved'
}
