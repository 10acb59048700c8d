import { decodeFloat32 } from '../lib/aggregation/plain.ts'
import { parameterCount, type TaskId } from '../lib/protocol/task.ts'
import type { Context, Evaluation } from './context.ts'
import { weightsBlob } from './engine/engine.ts'
import { withLease } from './lease.ts'
import { evaluationKey, type RoundRecord, roundsPrefix, type TaskRecord } from './store/records.ts'

/** Measures the base weights and every average that has not been measured; rounds never wait for it. True where it did. */
export const evaluatePending = async (ctx: Context, id: TaskId, { task }: TaskRecord): Promise<boolean> => {
  const { evaluator, engine } = ctx
  if (evaluator === undefined) return false
  const rounds = await engine.list<RoundRecord>(roundsPrefix(id))
  const { manifest } = task
  const candidates = [
    { round: 0, weights: `0x${manifest.model.weights.sha256}` as const },
    ...rounds.flatMap(({ value }) =>
      value.weights === undefined ? [] : [{ round: value.statement.round, weights: value.weights }],
    ),
  ]
  let hasMeasured = false
  for (const { round, weights } of candidates) {
    const key = evaluationKey(id, weights)
    if ((await engine.get(key)) !== undefined) continue
    hasMeasured = true
    await withLease(ctx, key, async () => {
      const bytes = await engine.getBlob(weightsBlob(weights))
      if (bytes === undefined) return
      const count = parameterCount(manifest.model.architecture)
      const evaluation: Evaluation = await evaluator(manifest, decodeFloat32(bytes, count))
      const isFirst = await engine.commit([{ key, value: evaluation, revision: 0 }])
      if (isFirst) ctx.log('evaluated', { task: id, round, ...evaluation })
    })
  }
  return hasMeasured
}
