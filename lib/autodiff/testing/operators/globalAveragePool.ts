import { numpy as np } from '@jax-js/jax'
import { sizeOf } from '../../tensor.ts'
import type { OperatorOracle } from '../oracle.ts'
import { imageGraph, pooled } from './images.ts'

export const globalAveragePoolOracle: OperatorOracle = {
  evaluate: (node, [x]) => {
    const pixels = sizeOf(x!.shape.slice(2))
    const data = new Float64Array(sizeOf(node.output.shape))
    for (const [flat, value] of x!.data.entries()) data[Math.floor(flat / pixels)]! += value / pixels
    return { shape: node.output.shape, data }
  },
  jax: (_, [x]) => np.mean(x!, [2, 3], { keepdims: true }),
  cases: [
    {
      name: 'GlobalAveragePool after Relu',
      build: (batch) =>
        imageGraph(batch, [2, 5, 6], 4, (g, images) =>
          g.apply('GlobalAveragePool', [g.apply('Relu', [images])]),
        ),
    },
    { name: 'GlobalAveragePool of x itself', build: pooled('GlobalAveragePool', {}) },
  ],
}
