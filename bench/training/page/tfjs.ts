import '@tensorflow/tfjs-core/dist/register_all_gradients'
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import * as tf from '@tensorflow/tfjs-core'
import type { Backend } from '../measured.ts'
import { type Contender, Missing, type Problem } from './contender.ts'
import { type Layers, layersOf } from './layers.ts'

/** Filters as [1, kernel, kernel, channels, filters], dense weights with rows for [height, width, channels]: its own layout. */
const variablesOf = ({ convolutions, flattened, dense }: Layers): tf.Variable[] => [
  ...convolutions.flatMap(({ weight, bias }) => [
    tf.variable(tf.expandDims(tf.transpose(tf.tensor(weight.data, [...weight.shape]), [2, 3, 1, 0]), 0)),
    tf.variable(tf.tensor1d(bias.data)),
  ]),
  ...dense.flatMap(({ weight, bias }, index) => {
    const [, width] = weight.shape as [number, number]
    const own = tf.tensor(weight.data, [...weight.shape])
    const rows =
      index === 0 && flattened.length === 3
        ? tf.reshape(tf.transpose(tf.reshape(own, [...flattened, width]), [1, 2, 0, 3]), [-1, width])
        : own
    return [tf.variable(rows), tf.variable(tf.tensor1d(bias.data))]
  }),
]

/** Its wasm backend has gradients of three-dimensional convolutions only, so pictures are given a depth of one. */
const forward = (
  { convolutions, dense }: Layers,
  variables: readonly tf.Variable[],
  x: tf.Tensor,
): tf.Tensor2D => {
  let value = x
  for (const [index, { layer }] of convolutions.entries()) {
    const deep = tf.expandDims(value, 1) as tf.Tensor5D
    const images = tf.conv3d(
      deep,
      variables[2 * index] as tf.Tensor as tf.Tensor5D,
      [1, layer.stride, layer.stride],
      layer.pad === 0 ? 'valid' : 'same',
    )
    const flat = tf.relu(tf.add(tf.squeeze(images, [1]), variables[2 * index + 1]!)) as tf.Tensor4D
    value = layer.pool > 1 ? tf.maxPool(flat, layer.pool, layer.pool, 'valid') : flat
  }
  let rows = tf.reshape(value, [value.shape[0]!, -1]) as tf.Tensor2D
  for (const index of dense.keys()) {
    const at = 2 * (convolutions.length + index)
    rows = tf.add(tf.matMul(rows, variables[at] as tf.Tensor as tf.Tensor2D), variables[at + 1]!)
    if (index < dense.length - 1) rows = tf.relu(rows)
  }
  return rows
}

/** `optimizer.minimize`, as its documentation advises; on one thread, since pages like ours cannot share memory. */
export const openTfjs = async (problem: Problem, backend: Backend): Promise<Contender> => {
  if (backend !== 'wasm') throw new Missing('Its WebGPU backend is a package of its own, not installed here.')
  setWasmPaths(new URL('/tfjs/', location.href).href)
  if (!(await tf.setBackend('wasm'))) throw new Missing('Its wasm backend does not start.')
  const { architecture, batch, learningRate } = problem
  const { size, x, labels } = batch
  const layers = layersOf(problem)
  const variables = variablesOf(layers)
  const optimizer = tf.train.sgd(learningRate)
  const [first] = layers.convolutions
  const [channels = 1, height = 1, width = 1] = first?.input ?? []
  const feed = (): tf.Tensor =>
    first === undefined
      ? tf.tensor2d(x, [size, x.length / size])
      : channels === 1
        ? tf.tensor4d(x, [size, height, width, 1])
        : tf.transpose(tf.tensor4d(x, [size, channels, height, width]), [0, 2, 3, 1])
  return {
    step: async () => {
      const loss = tf.tidy((): tf.Scalar => {
        const images = feed()
        const targets = tf.oneHot(tf.tensor1d(labels, 'int32'), architecture.outputs)
        const mean = optimizer.minimize(
          () => tf.losses.softmaxCrossEntropy(targets, forward(layers, variables, images)) as tf.Scalar,
          true,
          variables,
        )
        if (mean === null) throw new Error('tfjs gave no loss.')
        return mean
      })
      const [mean] = await loss.data()
      loss.dispose()
      return mean!
    },
    close: async () => {
      for (const variable of variables) variable.dispose()
    },
  }
}
