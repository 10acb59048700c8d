import { discreteGaussian } from '../privacy/discreteGaussian.ts'
import type { Architecture, PrivacyTerms } from '../protocol/task.ts'
import type { Examples } from './examples.ts'
import { memoryFor } from './memory.ts'
import { disposeAll, downloadFlat, uploadFlat } from './parameters.ts'
import { createPlainStepper } from './plainStepper.ts'
import { createPrivateStepper } from './privateStepper.ts'
import type { Engine, Runtime } from './runtime.ts'
import { deviceLoss } from './sessions.ts'
import type { NoiseSource, StepperOptions } from './stepper.ts'

export interface TrainerOptions {
  readonly engine: Engine
  readonly architecture: Architecture
  readonly learningRate: number
  readonly privacy: PrivacyTerms
  /** Flat weights to start from; layout as in `lib/autodiff/architecture.ts`. */
  readonly weights: Float32Array
  /** Where noise comes from; cryptographic unless a test says otherwise. */
  readonly noise?: NoiseSource
}

/** Steps on one engine, with the weights resident there in between. Calls must not overlap. */
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
  /** Starts over from other flat weights. */
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
  const upload = (flat: Float32Array) => uploadFlat(memory, stepper.parameters, flat, itself)
  let weights = upload(options.weights)

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
      const result = await whilePresent(stepper.step(weights, examples, indices, memory))
      disposeAll(weights)
      weights = result.weights
      return result.loss
    },
    weights: () => whilePresent(downloadFlat(stepper.parameters, weights, itself)),
    reset: (flat) => {
      disposeAll(weights)
      weights = upload(flat)
    },
    dispose: async () => {
      disposeAll(weights)
      await stepper.release()
    },
  }
}
