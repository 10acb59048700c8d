import { numpy as np } from '@jax-js/jax'
import type { ForwardNode } from '../../forward.ts'
import { between } from '../between.ts'
import type { OperatorOracle } from '../oracle.ts'
import { fromFront, tensorOf, valueAt } from '../positions.ts'

const axisOf = ({ attributes: { axis }, output }: ForwardNode): number =>
  fromFront([axis !== undefined && 'int' in axis ? axis.int : 0], output.shape.length)[0]!

export const concatOracle: OperatorOracle = {
  evaluate: (node, inputs) => {
    const axis = axisOf(node)
    return tensorOf(node.output.shape, (at) => {
      let index = 0
      let rest = at[axis]!
      while (rest >= inputs[index]!.shape[axis]!) rest -= inputs[index++]!.shape[axis]!
      return valueAt(inputs[index]!, at.with(axis, rest))
    })
  },
  jax: (node, inputs) => np.concatenate([...inputs], axisOf(node)),
  cases: [
    between('Concat of a value with others made from it', [2, 2], (g, value) => {
      const other = g.apply('MatMul', [value, g.parameter('w', [2, 3])])
      return g.apply('Concat', [value, g.apply('Relu', [other]), value], { axis: { int: -1 } })
    }),
    between('Concat of a class token and positions', [2, 3], (g, value) => {
      const token = g.apply('Expand', [g.parameter('token', [1, 3])], {
        shape: { ints: [value.shape[0]!, 1, 3] },
      })
      return g.apply('Softmax', [g.apply('Concat', [token, value], { axis: { int: 1 } })], {
        axis: { int: 1 },
      })
    }),
  ],
}
