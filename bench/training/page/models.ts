import { initialWeights } from '../../../lib/autodiff/initialise.ts'
import { inputWidth } from '../../../lib/protocol/layers.ts'
import type { Architecture, Cnn } from '../../../lib/protocol/task.ts'
import { seededRandom } from '../../../scripts/bench/statistics.ts'
import type { Problem } from './contender.ts'

/** What every library here can build. */
export type Model = Extract<Architecture, { kind: 'mlp' | 'cnn' }>

/** LeCun et al. 1998 with maxima and relu, as tutorials have it. */
const lenet: Cnn = {
  kind: 'cnn',
  input: { channels: 1, height: 28, width: 28 },
  convolutions: [
    { filters: 6, kernel: 5, stride: 1, pad: 2, pool: 2 },
    { filters: 16, kernel: 5, stride: 1, pad: 0, pool: 2 },
  ],
  hidden: [120, 84],
  outputs: 10,
  activation: 'relu',
}

const MODELS: Readonly<Record<string, { readonly architecture: Model; readonly batch: number }>> = {
  'mlp-784-128-10': {
    architecture: { kind: 'mlp', inputs: 784, hidden: [128], outputs: 10 },
    batch: 128,
  },
  lenet: { architecture: lenet, batch: 64 },
}

export const MODEL_NAMES = Object.keys(MODELS)

/** Box and Muller: what the numbers are does not matter, only that they are alike for all. */
const normalFrom = (random: () => number) => (): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

export const problemOf = (name: string): Problem => {
  const model = MODELS[name]
  if (model === undefined) throw new RangeError(`There is no model ${name}.`)
  const { architecture, batch: size } = model
  const random = seededRandom(1)
  const normal = normalFrom(random)
  return {
    architecture,
    weights: initialWeights(architecture, normal),
    learningRate: 0.01,
    batch: {
      size,
      x: Float32Array.from({ length: size * inputWidth(architecture) }, normal),
      labels: Int32Array.from({ length: size }, () => Math.floor(random() * architecture.outputs)),
    },
  }
}
