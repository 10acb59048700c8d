import { forwardGraph } from '../autodiff/architecture.ts'
import { optimizerFor } from '../autodiff/optimizers/optimizerFor.ts'
import { type Resident, stateOf } from '../autodiff/optimizers/state.ts'
import { nextName, plainTrainingGraph } from '../autodiff/trainingGraphs.ts'
import { fillBatch } from './batch.ts'
import { renamed } from './parameters.ts'
import { rateFeeds } from './rates.ts'
import type { Runtime } from './runtime.ts'
import { openSession } from './sessions.ts'
import type { Stepper, StepperOptions } from './stepper.ts'

const itself = (name: string): string => name

/** A step on the mean loss of one batch of at most `batchSize` examples. */
export const createPlainStepper = async (
  runtime: Runtime,
  { architecture, optimizer: terms, gradientClipNorm, engine }: StepperOptions,
  batchSize: number,
): Promise<Stepper> => {
  const graph = forwardGraph(architecture, batchSize)
  const { parameters } = graph
  const optimizer = optimizerFor(terms)
  const state = stateOf(parameters, optimizer)
  const resident: readonly Resident[] = [...parameters, ...state]
  const session = await openSession(
    runtime,
    engine,
    plainTrainingGraph(graph, optimizer, gradientClipNorm),
    resident.map(({ name }) => nextName(name)),
  )
  return {
    parameters,
    state,
    batch: batchSize,
    step: async (known, number, examples, indices) => {
      const { weights: shares, ...batch } = fillBatch(
        runtime,
        examples,
        indices,
        batchSize,
        1 / indices.length,
      )
      const outputs = await session.run({
        ...known,
        ...rateFeeds(runtime, optimizer, number),
        ...batch,
        weights: shares,
      })
      return { resident: renamed(resident, outputs, itself), loss: (outputs.loss!.data as Float32Array)[0]! }
    },
    release: () => session.release(),
  }
}
