import {
  blockUntilReady,
  defaultDevice,
  init,
  type Array as JaxArray,
  jit,
  lax,
  nn,
  numpy as np,
  valueAndGrad,
} from '@jax-js/jax'
import type { Backend } from '../measured.ts'
import type { Contender, Problem } from './contender.ts'
import { type Layers, layersOf, type Weights } from './layers.ts'

const shaped = (data: Float32Array<ArrayBuffer>, shape: readonly number[]): JaxArray =>
  np.array(data).reshape([...shape])

const parametersOf = ({ convolutions, dense }: Layers): JaxArray[] =>
  [...convolutions, ...dense]
    .flatMap(({ weight, bias }): Weights[] => [weight, bias])
    .map(({ data, shape }) => shaped(data, shape))

/** Maxima over windows side by side: an axis for the places in each. */
const maxPool = (images: JaxArray, pool: number): JaxArray => {
  const [batch, channels, height, width] = images.shape as [number, number, number, number]
  const [down, across] = [Math.floor(height / pool), Math.floor(width / pool)]
  const whole = images.slice([], [], [0, down * pool], [0, across * pool])
  return np.max(whole.reshape([batch, channels, down, pool, across, pool]), [3, 5])
}

const forward = ({ convolutions, dense }: Layers, parameters: readonly JaxArray[], x: JaxArray): JaxArray => {
  let value = x
  for (const [index, { layer }] of convolutions.entries()) {
    const pads: [number, number] = [layer.pad, layer.pad]
    const images = lax.convGeneralDilated(
      value,
      parameters[2 * index]!,
      [layer.stride, layer.stride],
      [pads, pads],
    )
    value = nn.relu(np.add(images, parameters[2 * index + 1]!.reshape([1, -1, 1, 1])))
    if (layer.pool > 1) value = maxPool(value, layer.pool)
  }
  value = value.reshape([value.shape[0]!, -1])
  for (const index of dense.keys()) {
    const at = 2 * (convolutions.length + index)
    value = np.add(np.matmul(value, parameters[at]!), parameters[at + 1]!)
    if (index < dense.length - 1) value = nn.relu(value)
  }
  return value
}

/** The whole step compiled as one, as its documentation advises. */
export const openJax = async (problem: Problem, backend: Backend): Promise<Contender> => {
  await init(backend)
  defaultDevice(backend)
  const { architecture, batch, learningRate } = problem
  const { size, x, labels } = batch
  const layers = layersOf(problem)
  const [first] = layers.convolutions
  const shape = [size, ...(first?.input ?? layers.flattened)]
  const loss = (parameters: JaxArray[], images: JaxArray, targets: JaxArray): JaxArray =>
    np.multiply(np.sum(np.multiply(nn.logSoftmax(forward(layers, parameters, images)), targets)), -1 / size)
  const step = jit((parameters: JaxArray[], images: JaxArray, classes: JaxArray): [JaxArray[], JaxArray] => {
    const own = parameters.map((parameter) => parameter.ref)
    const [mean, gradients] = valueAndGrad(loss)(own, images, nn.oneHot(classes, architecture.outputs))
    return [
      parameters.map((parameter, index) =>
        np.subtract(parameter, np.multiply((gradients as JaxArray[])[index]!, learningRate)),
      ),
      mean as JaxArray,
    ]
  })
  let parameters = parametersOf(layers)
  return {
    step: async () => {
      const [next, mean] = step(parameters, shaped(x, shape), np.array(labels, { dtype: np.int32 })) as [
        JaxArray[],
        JaxArray,
      ]
      parameters = await blockUntilReady(next)
      return (await mean.data())[0]!
    },
    close: async () => {
      for (const parameter of parameters) parameter.dispose()
    },
  }
}
