import { forwardGraph } from '../autodiff/architecture.ts'
import type { Parameter } from '../autodiff/forward.ts'
import { nextName, plainTrainingGraph } from '../autodiff/trainingGraphs.ts'
import { fillBatch } from './batch.ts'
import { renamed } from './parameters.ts'
import type { Runtime } from './runtime.ts'
import { openSession, type Tensors } from './sessions.ts'
import type { Stepper, StepperOptions } from './stepper.ts'

const itself = (name: string): string => name

/** SGD on the mean loss of one batch of at most `batchSize` examples. */
export const createPlainStepper = async (
  runtime: Runtime,
  { architecture, learningRate, engine }: StepperOptions,
  batchSize: number,
): Promise<Stepper> => {
  const graph = forwardGraph(architecture, batchSize)
  const parameters: readonly Parameter[] = graph.parameters
  const session = await openSession(
    runtime,
    engine,
    plainTrainingGraph(graph),
    parameters.map(({ name }) => nextName(name)),
  )
  const rate = new runtime.Tensor('float32', [learningRate], [])
  return {
    parameters,
    batch: batchSize,
    step: async (weights: Tensors, examples, indices) => {
      const { weights: shares, ...batch } = fillBatch(
        runtime,
        examples,
        indices,
        batchSize,
        1 / indices.length,
      )
      const outputs = await session.run({ ...weights, ...batch, weights: shares, learningRate: rate })
      return { weights: renamed(parameters, outputs, itself), loss: (outputs.loss!.data as Float32Array)[0]! }
    },
    release: () => session.release(),
  }
}
