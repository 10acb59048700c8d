import * as ort from 'onnxruntime-web'
import { clipUpdate } from '../../aggregation/plain.ts'
import type { Architecture, LocalPrivacyTerms, PrivacyTerms } from '../../protocol/task.ts'
import type { Examples } from '../../trainer/examples.ts'
import type { Schedule } from '../../trainer/schedule.ts'
import type { NoiseSource } from '../../trainer/stepper.ts'
import { indicesUpTo } from '../../trainer/testing/synthetic.ts'
import { createTrainer } from '../../trainer/trainer.ts'

ort.env.wasm.numThreads = 1

/** The usual terms: those of the digits task of `npm start`. */
export const USUAL: LocalPrivacyTerms = {
  unit: 'record',
  mechanism: 'local',
  samplingRate: 0.2,
  expectedBatch: 120,
  clipNorm: 1,
  noiseMultiplier: 2.6,
  maxEpsilon: 8,
}
/** As published with it: the norm to which whole updates are cut. */
const UPDATE_NORM = 20

export const silence: NoiseSource = () => ({ largest: 0, fill: (out) => void out.fill(0) })

export interface Attacked {
  readonly architecture: Architecture
  readonly weights: Float32Array
  readonly examples: Examples
  readonly privacy?: PrivacyTerms
  readonly learningRate?: number
  readonly steps?: number
  /** Cryptographic, as in the product, unless said otherwise. */
  readonly noise?: NoiseSource
}

/** Weights after steps on the examples that `schedule` names, with the trainer that the product uses. */
export const trainedBy = async (
  {
    architecture,
    weights,
    examples,
    privacy = { mechanism: 'none', batchSize: examples.count },
    learningRate = 0.5,
    steps = 1,
    noise,
  }: Attacked,
  schedule: Schedule,
): Promise<Float32Array<ArrayBuffer>> => {
  const trainer = await createTrainer(ort, {
    engine: 'wasm',
    architecture,
    optimizer: { kind: 'sgd', learningRate },
    privacy,
    weights,
    ...(noise === undefined ? {} : { noise }),
  })
  try {
    for (let step = 0; step < steps; step++) await trainer.step(examples, schedule())
    return await trainer.weights()
  } finally {
    await trainer.dispose()
  }
}

/** What a device sends after steps on all of the examples. */
export const sentUpdate = async (attacked: Attacked): Promise<Float32Array> => {
  const after = await trainedBy(attacked, () => indicesUpTo(attacked.examples.count))
  return clipUpdate(
    after.map((value, index) => value - attacked.weights[index]!),
    UPDATE_NORM,
  )
}
