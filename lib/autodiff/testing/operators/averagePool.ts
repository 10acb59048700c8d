import { numpy as np } from '@jax-js/jax'
import { sizeOf } from '../../tensor.ts'
import type { GraphCase, OperatorOracle } from '../oracle.ts'
import { covered, imageGraph, int, ints, jaxWindows, pool, pooled } from './images.ts'
import { POOLS } from './maxPool.ts'

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)

const pools = (count: 0 | 1): readonly GraphCase[] =>
  POOLS.map(({ name, attributes }) => ({
    name: `AveragePool ${name}, ${count === 1 ? 'padding counted' : 'padding left out'}`,
    build: (batch) =>
      imageGraph(batch, [2, 5, 6], 3, (g, images) =>
        g.apply('AveragePool', [g.apply('Relu', [images])], {
          ...attributes,
          count_include_pad: { int: count },
        }),
      ),
  }))

export const averagePoolOracle: OperatorOracle = {
  evaluate: (node, [x]) => {
    const places = sizeOf(ints(node, 'kernel_shape', []))
    const isCounted = int(node, 'count_include_pad', 0) === 1
    const mean = (values: readonly number[]) => total(values) / (isCounted ? places : values.length)
    return { shape: node.output.shape, data: pool(node, x!.data, mean) }
  },
  jax: (node, [x]) => {
    const [rows, columns] = node.output.shape.slice(2) as [number, number]
    const places = sizeOf(ints(node, 'kernel_shape', []))
    const isCounted = int(node, 'count_include_pad', 0) === 1
    const shares = Array.from(
      { length: rows * columns },
      (_, at) => 1 / (isCounted ? places : covered(node, Math.floor(at / columns), at % columns).length),
    )
    const sums = np.sum(jaxWindows(node, x!), 1)
    const means = np.multiply(sums, np.reshape(np.array(Float32Array.from(shares)), [1, rows, columns]))
    return np.reshape(means, [...node.output.shape])
  },
  cases: [
    ...pools(0),
    ...pools(1),
    { name: 'AveragePool of x itself', build: pooled('AveragePool', POOLS[1]!.attributes) },
  ],
}
