import { numpy as np } from '@jax-js/jax'
import type { ForwardNode } from '../../forward.ts'
import { between } from '../between.ts'
import { broadcastIndex, type OperatorOracle } from '../oracle.ts'
import { along, fromFront, tensorOf, valueAt } from '../positions.ts'

const axesOf = ({ attributes: { axis }, output: { shape } }: ForwardNode): number[] => {
  const [first] = fromFront([axis !== undefined && 'int' in axis ? axis.int : -1], shape.length)
  return shape.map((_, index) => index).slice(first)
}

const epsilonOf = ({ attributes: { epsilon } }: ForwardNode): number =>
  epsilon !== undefined && 'float' in epsilon ? epsilon.float : 1e-5

const average = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

export const layerNormalizationOracle: OperatorOracle = {
  evaluate: (node, [x, scale, bias]) =>
    tensorOf(x!.shape, (at) => {
      const all = along(x!, at, axesOf(node))
      const mean = average(all)
      const variance = average(all.map((value) => (value - mean) ** 2))
      const flat = at.reduce((index, coordinate, axis) => index * x!.shape[axis]! + coordinate, 0)
      const own = broadcastIndex(flat, x!.shape, scale!.shape)
      const normalised = (valueAt(x!, at) - mean) / Math.sqrt(variance + epsilonOf(node))
      return normalised * scale!.data[own]! + (bias?.data[own] ?? 0)
    }),
  jax: (node, [x, scale, bias]) => {
    const axes = axesOf(node)
    const centred = np.subtract(x!.ref, np.mean(x!, axes, { keepdims: true }))
    const variance = np.mean(np.square(centred.ref), axes, { keepdims: true })
    const deviation = np.sqrt(np.add(variance, epsilonOf(node)))
    const scaled = np.multiply(np.divide(centred, deviation), scale!)
    return bias === undefined ? scaled : np.add(scaled, bias)
  },
  cases: [
    between('LayerNormalization over the last axis of positions', [2, 3], (g, value) =>
      g.apply('LayerNormalization', [value, g.parameter('scale', [3]), g.parameter('bias', [3])], {
        epsilon: { float: 0.125 },
      }),
    ),
    between('LayerNormalization over one axis of two', [6], (g, value) =>
      g.apply('LayerNormalization', [value, g.parameter('scale', [6]), g.parameter('bias', [6])]),
    ),
    between('LayerNormalization over two axes, without bias', [2, 2, 2], (g, value) =>
      g.apply('LayerNormalization', [value, g.parameter('scale', [2, 2])], { axis: { int: 2 } }),
    ),
  ],
}
