import { numpy as np } from '@jax-js/jax'
import type { ForwardNode } from '../../forward.ts'
import { between } from '../between.ts'
import type { OperatorOracle } from '../oracle.ts'
import { tensorOf, valueAt } from '../positions.ts'

const permOf = ({ attributes: { perm } }: ForwardNode): readonly number[] =>
  perm !== undefined && 'ints' in perm ? perm.ints : []

export const transposeOracle: OperatorOracle = {
  evaluate: (node, [x]) =>
    tensorOf(node.output.shape, (at) => {
      const from: number[] = []
      permOf(node).forEach((axis, index) => {
        from[axis] = at[index]!
      })
      return valueAt(x!, from)
    }),
  jax: (node, [x]) => np.transpose(x!, [...permOf(node)]),
  cases: [
    between('Transpose that is not its own inverse', [2, 3, 2], (g, value) =>
      g.apply('Transpose', [value], { perm: { ints: [0, 2, 3, 1] } }),
    ),
  ],
}
