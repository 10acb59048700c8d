import { discreteGaussian } from '../privacy/discreteGaussian.ts'
import type { Architecture, OptimizerTerms, PrivacyTerms } from '../protocol/task.ts'
import type { Examples } from './examples.ts'
import { memoryFor } from './memory.ts'
import { disposeAll, downloadFlat, sizeOfAll, uploadFlat } from './parameters.ts'
import { createPlainStepper } from './plainStepper.ts'
import { createPrivateStepper } from './privateStepper.ts'
import type { Engine, Runtime } from './runtime.ts'
import { deviceLoss, type Tensors } from './sessions.ts'
import type { NoiseSource, StepperOptions } from './stepper.ts'

/** Where an optimizer stands between two steps. */
export interface OptimizerState {
  /** Steps taken so far. */
  readonly steps: number
  /** What it keeps, flat, in the order of `stateOf`: empty for SGD. */
  readonly values: Float32Array
}

export interface TrainerOptions {
  readonly engine: Engine
  readonly architecture: Architecture
  readonly optimizer: OptimizerTerms
  /** Bounds the norm of a batch's mean gradient, without privacy only; absent for none. */
  readonly gradientClipNorm?: number | undefined
  readonly privacy: PrivacyTerms
  /** Flat weights to start from; layout as in `lib/autodiff/architecture.ts`. */
  readonly weights: Float32Array
  /** Where the optimizer goes on; absent for its beginning. */
  readonly optimizerState?: OptimizerState | undefined
  /** Where noise comes from; cryptographic unless a test says otherwise. */
  readonly noise?: NoiseSource
}

/** Steps on one engine, with the weights and the optimizer's state resident there in between. Calls must not overlap. */
export interface Trainer {
  readonly engine: Engine
  /** Rows that one run of the graph takes. */
  readonly batch: number
  /**
   * One optimiser step on the examples at `indices`. Without privacy at least one and at most `batch`; with it any number.
   * Resolves to the mean loss, undefined for an empty sample. Rejects with `trainer/device-lost` once the device is gone;
   * after any rejection the trainer can only be disposed of.
   */
  step(examples: Examples, indices: Uint32Array): Promise<number | undefined>
  /** The flat weights as they are now. */
  weights(): Promise<Float32Array<ArrayBuffer>>
  optimizerState(): Promise<OptimizerState>
  /** Starts over from other flat weights, with the optimizer as it was when the trainer was made. */
  reset(weights: Float32Array): void
  dispose(): Promise<void>
}

const itself = (name: string): string => name

export const createTrainer = async (runtime: Runtime, options: TrainerOptions): Promise<Trainer> => {
  const { engine, privacy } = options
  const stepperOptions: StepperOptions = { noise: discreteGaussian, ...options }
  const stepper =
    privacy.mechanism === 'local'
      ? await createPrivateStepper(runtime, stepperOptions, privacy)
      : await createPlainStepper(runtime, stepperOptions, privacy.batchSize)
  const memory = await memoryFor(runtime, engine)
  const start: OptimizerState = options.optimizerState ?? {
    steps: 0,
    values: new Float32Array(sizeOfAll(stepper.state)),
  }
  const upload = (flat: Float32Array): Tensors => ({
    ...uploadFlat(memory, stepper.parameters, flat, itself),
    ...uploadFlat(memory, stepper.state, start.values, itself),
  })
  let resident = upload(options.weights)
  let steps = start.steps

  const lost = engine === 'webgpu' ? deviceLoss(runtime) : undefined
  // Sessions that close give the device up as well: nobody waits for it then.
  lost?.catch(() => undefined)
  const whilePresent = <T>(work: Promise<T>): Promise<T> => {
    if (lost === undefined) return work
    // What was given up on may still fail, unheard.
    work.catch(() => undefined)
    return Promise.race([work, lost])
  }

  return {
    engine,
    batch: stepper.batch,
    step: async (examples, indices) => {
      const result = await whilePresent(stepper.step(resident, steps + 1, examples, indices, memory))
      disposeAll(resident)
      resident = result.resident
      steps++
      return result.loss
    },
    weights: () => whilePresent(downloadFlat(stepper.parameters, resident, itself)),
    optimizerState: async () => ({
      steps,
      values: await whilePresent(downloadFlat(stepper.state, resident, itself)),
    }),
    reset: (flat) => {
      disposeAll(resident)
      resident = upload(flat)
      steps = start.steps
    },
    dispose: async () => {
      disposeAll(resident)
      await stepper.release()
    },
  }
}
