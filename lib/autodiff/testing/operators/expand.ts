import { numpy as np } from '@jax-js/jax'
import { between } from '../between.ts'
import { elementwise, type OperatorOracle } from '../oracle.ts'

export const expandOracle: OperatorOracle = {
  evaluate: (node, inputs) => elementwise(node.output.shape, inputs, (x = 0) => x),
  jax: (node, [x]) => np.broadcastTo(x!, [...node.output.shape]),
  cases: [
    between('Expand of a value per example along two axes', [1, 3, 1], (g, value) => {
      const wide = g.apply('Expand', [value], { shape: { ints: [2, 1, 2] } })
      return g.apply('Add', [wide, g.parameter('shift', [2, 3, 2])])
    }),
    between('Expand of parameters to the batch and along positions', [2, 3], (g, value) => {
      const [batch] = value.shape as [number]
      const row = g.apply('Expand', [g.parameter('row', [1, 1, 3])], { shape: { ints: [batch, 2, 1] } })
      const column = g.apply('Expand', [g.parameter('column', [2, 1])], { shape: { ints: [batch, 2, 3] } })
      return g.apply('Relu', [g.apply('Add', [g.apply('Add', [value, row]), column])])
    }),
  ],
}
