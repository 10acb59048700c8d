import { numpy as np } from '@jax-js/jax'
import { between } from '../between.ts'
import type { OperatorOracle } from '../oracle.ts'

export const squeezeOracle: OperatorOracle = {
  evaluate: (node, [x]) => ({ shape: node.output.shape, data: x!.data }),
  jax: (node, [x]) => {
    const { axes } = node.attributes
    return np.squeeze(x!, axes !== undefined && 'ints' in axes ? [...axes.ints] : [])
  },
  cases: [
    between('Squeeze of two axes', [1, 3, 1], (g, value) =>
      g.apply('Squeeze', [value], { axes: { ints: [-1, 1] } }),
    ),
  ],
}
