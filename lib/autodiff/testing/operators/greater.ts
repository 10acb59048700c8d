import { numpy as np } from '@jax-js/jax'
import { ForwardBuilder } from '../../forward.ts'
import { elementwise, type OperatorOracle } from '../oracle.ts'

export const greaterOracle: OperatorOracle = {
  evaluate: (node, inputs) => elementwise(node.output.shape, inputs, (a = 0, b = 0) => (a > b ? 1 : 0)),
  jax: (_, [a, b]) => np.greater(a!, b!),
  cases: [
    {
      name: 'Greater with a Constant, as numbers by Cast',
      build: (batch) => {
        const g = new ForwardBuilder(batch, [6])
        const hidden = g.apply('Gemm', [g.x, g.parameter('w', [6, 6])])
        const bounds = g.apply('Constant', [], { value_floats: { floats: [0, 0.5, -0.5, 1, -1, 0.1] } })
        const mask = g.apply('Cast', [g.apply('Greater', [hidden, bounds])], { to: { int: 1 } })
        const same = g.apply('Cast', [g.apply('Mul', [mask, hidden])], { to: { int: 1 } })
        return g.finish(g.apply('Gemm', [same, g.parameter('v', [6, 3]), g.parameter('c', [3])]))
      },
    },
  ],
}
