import { numpy as np } from '@jax-js/jax'
import { ForwardBuilder } from '../../forward.ts'
import { elementwise, type OperatorOracle } from '../oracle.ts'

const ints = (...values: readonly number[]) => ({ shape: { ints: values } })

export const whereOracle: OperatorOracle = {
  evaluate: (node, inputs) =>
    elementwise(node.output.shape, inputs, (condition = 0, a = 0, b = 0) => (condition === 1 ? a : b)),
  jax: (_, [condition, a, b]) => np.where(condition!, a!, b!),
  cases: [
    {
      name: 'Where between values of the examples and parameters, by comparisons that broadcast',
      build: (batch) => {
        const g = new ForwardBuilder(batch, [12])
        const positions = g.apply('Reshape', [g.x], ints(batch, 3, 4))
        const wide = g.apply('MatMul', [positions, g.parameter('w', [4, 5])])
        const narrow = g.apply('MatMul', [positions, g.parameter('v', [4, 1])])
        const zero = g.apply('Constant', [], { value_float: { float: 0 } })
        const first = g.apply('Where', [g.apply('Less', [wide, narrow]), wide, narrow])
        const second = g.apply('Where', [g.apply('Greater', [narrow, zero]), g.parameter('p', [5]), first])
        const third = g.apply('Where', [g.apply('Less', [zero, wide]), second, g.parameter('q', [3, 1])])
        const flat = g.apply('Reshape', [third], ints(batch, -1))
        return g.finish(g.apply('MatMul', [flat, g.parameter('u', [15, 3])]))
      },
    },
  ],
}
