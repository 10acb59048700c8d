import { setImmediate } from 'node:timers/promises'
import type { InferenceSession, Tensor } from 'onnxruntime-web'
import { forwardGraph } from '../lib/autodiff/architecture.ts'
import { evaluationGraph } from '../lib/autodiff/evaluationGraph.ts'
import { sizeOf } from '../lib/autodiff/tensor.ts'
import type { Numbers } from '../lib/pipelines/records.ts'
import { writeShares } from '../lib/pipelines/words.ts'
import { ProvisoError } from '../lib/protocol/errors.ts'
import { multiplyAdds, parameterShapes, readShape } from '../lib/protocol/layers.ts'
import { type Architecture, parameterCount } from '../lib/protocol/task.ts'
import type { Evaluation } from './context.ts'

export interface LabelledExample {
  /** As many numbers as the architecture takes, in its order. */
  readonly x: Numbers
  readonly label: number
}

/** Multiply-adds between two turns of the event loop, some ten milliseconds: requests are answered meanwhile. */
const MULTIPLY_ADDS_PER_TURN = 2 ** 25
const MOST_ROWS = 64

/** Loaded at the first evaluation: most commands never need it. */
const runtime = async () => {
  const ort = await import('onnxruntime-web')
  ort.env.wasm.numThreads = 1
  return ort
}

/** Accuracy and mean cross-entropy of flat weights. Rejects with `evaluate/no-examples` or `evaluate/wrong-length`. */
export type Measure = (parameters: Float32Array, examples: readonly LabelledExample[]) => Promise<Evaluation>

/** Measures weights of one architecture by the same forward graph that devices train, on onnxruntime's WebAssembly. */
export const openMeasure = async (architecture: Architecture): Promise<Measure> => {
  const { InferenceSession, Tensor } = await runtime()
  const rows = Math.max(
    1,
    Math.min(MOST_ROWS, Math.floor(MULTIPLY_ADDS_PER_TURN / multiplyAdds(architecture))),
  )
  const graph = evaluationGraph(forwardGraph(architecture, rows))
  const session: InferenceSession = await InferenceSession.create(graph, { executionProviders: ['wasm'] })
  const width = sizeOf(readShape(architecture))
  const { outputs } = architecture

  const tensorsOf = (parameters: Float32Array): Record<string, Tensor> => {
    let offset = 0
    return Object.fromEntries(
      parameterShapes(architecture).map(({ name, shape, size }) => {
        offset += size
        return [name, new Tensor('float32', parameters.subarray(offset - size, offset), shape)]
      }),
    )
  }

  /** Rows past the examples are zeros. */
  const batchOf = (examples: readonly LabelledExample[]): Record<string, Tensor> => {
    const x = new Float32Array(rows * width)
    const labels = new Int32Array(rows)
    for (const [row, example] of examples.entries()) {
      if (architecture.kind === 'text-bag') writeShares(example.x, x.subarray(row * width, (row + 1) * width))
      else x.set(example.x, row * width)
      labels[row] = example.label
    }
    return {
      x: new Tensor('float32', x, [rows, ...readShape(architecture)]),
      labels: new Tensor('int32', labels, [rows]),
    }
  }

  return async (parameters, examples) => {
    if (examples.length === 0)
      throw new ProvisoError('evaluate/no-examples', 'There is nothing to evaluate on.')
    if (parameters.length !== parameterCount(architecture))
      throw new ProvisoError('evaluate/wrong-length', 'These weights are not of this architecture.', {
        details: `Expected ${parameterCount(architecture)} values, got ${parameters.length}.`,
      })
    const weights = tensorsOf(parameters)
    let correct = 0
    let loss = 0
    for (let from = 0; from < examples.length; from += rows) {
      if (from > 0) await setImmediate()
      const own = examples.slice(from, from + rows)
      const answer = await session.run({ ...weights, ...batchOf(own) })
      const logits = (await answer.logits!.getData()) as Float32Array
      const losses = (await answer.loss!.getData()) as Float32Array
      for (const [row, { label }] of own.entries()) {
        const scores = logits.subarray(row * outputs, (row + 1) * outputs)
        if (scores.indexOf(Math.max(...scores)) === label) correct += 1
        loss += losses[row]!
      }
    }
    return { accuracy: correct / examples.length, loss: loss / examples.length, examples: examples.length }
  }
}
