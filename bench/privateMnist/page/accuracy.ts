import { forwardGraph } from '../../../lib/autodiff/architecture.ts'
import { evaluationGraph } from '../../../lib/autodiff/evaluationGraph.ts'
import { parameterShapes } from '../../../lib/protocol/layers.ts'
import type { Architecture } from '../../../lib/protocol/task.ts'
import { fillBatch } from '../../../lib/trainer/batch.ts'
import type { Examples } from '../../../lib/trainer/examples.ts'
import type { Runtime } from '../../../lib/trainer/runtime.ts'

const ROWS = 500

/** Share of `examples` that flat weights name rightly. */
export const openAccuracy = async (runtime: Runtime, architecture: Architecture, examples: Examples) => {
  const model = evaluationGraph(forwardGraph(architecture, ROWS))
  const session = await runtime.InferenceSession.create(model, { executionProviders: ['wasm'] })
  return async (flat: Float32Array): Promise<number> => {
    let offset = 0
    const weights = Object.fromEntries(
      parameterShapes(architecture).map(({ name, shape, size }) => {
        offset += size
        return [name, new runtime.Tensor('float32', flat.slice(offset - size, offset), shape)]
      }),
    )
    let right = 0
    for (let from = 0; from < examples.count; from += ROWS) {
      const rows = Math.min(ROWS, examples.count - from)
      const indices = Uint32Array.from({ length: rows }, (_, row) => from + row)
      const { x, labels } = fillBatch(runtime, examples, indices, ROWS, 1)
      const logits = (await session.run({ ...weights, x, labels })).logits!.data as Float32Array
      for (let row = 0; row < rows; row++) {
        const scores = logits.subarray(row * architecture.outputs, (row + 1) * architecture.outputs)
        if (scores.indexOf(Math.max(...scores)) === examples.labels[from + row]) right++
      }
    }
    return right / examples.count
  }
}
