import { numpy as np } from '@jax-js/jax'
import { ForwardBuilder } from '../../forward.ts'
import { elementwise, type OperatorOracle } from '../oracle.ts'
import { broadcastCase } from './broadcast.ts'

export const mulOracle: OperatorOracle = {
  evaluate: (node, inputs) => elementwise(node.output.shape, inputs, (a = 0, b = 0) => a * b),
  jax: (_, [a, b]) => np.multiply(a!, b!),
  cases: [
    broadcastCase('Mul'),
    {
      name: 'Mul of a value with itself, after a Constant scales and a parameter weighs x',
      build: (batch) => {
        const g = new ForwardBuilder(batch, [5])
        const scale = g.apply('Constant', [], { value_floats: { floats: [0.5, -1, 2, 0.25, 1.5] } })
        const half = g.apply('Constant', [], { value_float: { float: 0.5 } })
        const weighed = g.apply('Mul', [g.apply('Mul', [scale, g.x]), g.parameter('gain', [5])])
        const square = g.apply('Mul', [half, g.apply('Mul', [weighed, weighed])])
        return g.finish(g.apply('Gemm', [square, g.parameter('w', [5, 3]), g.parameter('b', [3])]))
      },
    },
  ],
}
