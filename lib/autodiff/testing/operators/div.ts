import { numpy as np } from '@jax-js/jax'
import { ForwardBuilder } from '../../forward.ts'
import { elementwise, type OperatorOracle } from '../oracle.ts'
import { broadcastCase } from './broadcast.ts'

export const divOracle: OperatorOracle = {
  evaluate: (node, inputs) => elementwise(node.output.shape, inputs, (a = 0, b = 0) => a / b),
  jax: (_, [a, b]) => np.divide(a!, b!),
  cases: [
    broadcastCase('Div'),
    {
      name: 'Div of a parameter by x itself',
      // p / infinity is 0, and so is its gradient.
      absorbs: true,
      build: (batch) => {
        const g = new ForwardBuilder(batch, [4])
        const quotient = g.apply('Div', [g.parameter('p', [4]), g.apply('Exp', [g.x])])
        return g.finish(g.apply('Gemm', [quotient, g.parameter('w', [4, 3]), g.parameter('b', [3])]))
      },
    },
    {
      name: 'Div by a value of the examples that may be 0',
      singular: [0],
      build: (batch) => {
        const g = new ForwardBuilder(batch, [4])
        const weighed = g.apply('Mul', [g.x, g.parameter('gain', [4])])
        const inverse = g.apply('Div', [g.parameter('p', [4]), weighed])
        const both = g.apply('Add', [g.apply('Tanh', [inverse]), weighed])
        return g.finish(g.apply('Gemm', [both, g.parameter('w', [4, 3]), g.parameter('b', [3])]))
      },
    },
  ],
}
