import { numpy as np } from '@jax-js/jax'
import { between } from '../between.ts'
import type { OperatorOracle } from '../oracle.ts'

export const unsqueezeOracle: OperatorOracle = {
  evaluate: (node, [x]) => ({ shape: node.output.shape, data: x!.data }),
  jax: (node, [x]) => {
    const { axes } = node.attributes
    return np.expandDims(x!, axes !== undefined && 'ints' in axes ? [...axes.ints] : [])
  },
  cases: [
    between('Unsqueeze of two axes, then a product along them', [3], (g, value) => {
      const wide = g.apply('Unsqueeze', [value], { axes: { ints: [-1, 1] } })
      return g.apply('Add', [wide, g.parameter('row', [1, 1, 3, 2])])
    }),
  ],
}
