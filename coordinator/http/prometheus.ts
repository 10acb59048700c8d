import type { Context } from '../context.ts'
import { series } from '../metrics.ts'
import { taskStatus } from '../status.ts'
import { ownTasks } from '../store/tasks.ts'

/** Counters of this process and the state of its tasks, in the text exposition format of Prometheus. */
export const prometheusText = async (ctx: Context): Promise<string> => {
  const lines = ctx.counters.lines()
  for (const { id } of await ownTasks(ctx)) {
    const status = await taskStatus(ctx, id)
    const gauge = (name: string, value: number | string) =>
      lines.push(`${series(name, { task: id })} ${value}`)
    gauge('proviso_task_round', status.round)
    gauge('proviso_task_seats', status.seats.length)
    gauge('proviso_task_owed_base_units', status.owed)
    const measured = status.rounds.findLast(({ evaluation }) => evaluation !== undefined)?.evaluation
    if (measured !== undefined) {
      gauge('proviso_task_accuracy', measured.accuracy)
      gauge('proviso_task_loss', measured.loss)
    }
  }
  return `${lines.join('\n')}\n`
}
