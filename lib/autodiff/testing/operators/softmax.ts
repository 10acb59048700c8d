import { nn } from '@jax-js/jax'
import type { ForwardNode } from '../../forward.ts'
import { between } from '../between.ts'
import type { OperatorOracle } from '../oracle.ts'
import { along, fromFront, tensorOf, valueAt } from '../positions.ts'

export const softmaxAxisOf = ({ attributes: { axis }, output }: ForwardNode): number =>
  fromFront([axis !== undefined && 'int' in axis ? axis.int : -1], output.shape.length)[0]!

export const softmaxOracle: OperatorOracle = {
  evaluate: (node, [x]) =>
    tensorOf(x!.shape, (at) => {
      const all = along(x!, at, [softmaxAxisOf(node)])
      const most = Math.max(...all)
      return Math.exp(valueAt(x!, at) - most) / all.reduce((sum, value) => sum + Math.exp(value - most), 0)
    }),
  jax: (node, [x]) => nn.softmax(x!, softmaxAxisOf(node)),
  cases: [
    between('Softmax over the last axis', [2, 3], (g, value) => g.apply('Softmax', [value])),
    between('Softmax over an axis within', [3, 2], (g, value) =>
      g.apply('Softmax', [value], { axis: { int: -2 } }),
    ),
  ],
}
