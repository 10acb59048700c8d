import { nn } from '@jax-js/jax'
import { between } from '../between.ts'
import type { OperatorOracle } from '../oracle.ts'
import { along, tensorOf, valueAt } from '../positions.ts'
import { softmaxAxisOf } from './softmax.ts'

export const logSoftmaxOracle: OperatorOracle = {
  evaluate: (node, [x]) =>
    tensorOf(x!.shape, (at) => {
      const all = along(x!, at, [softmaxAxisOf(node)])
      const most = Math.max(...all)
      return valueAt(x!, at) - most - Math.log(all.reduce((sum, value) => sum + Math.exp(value - most), 0))
    }),
  jax: (node, [x]) => nn.logSoftmax(x!, softmaxAxisOf(node)),
  cases: [
    between('LogSoftmax over the last axis', [2, 3], (g, value) => g.apply('LogSoftmax', [value])),
    between('LogSoftmax over an axis within', [3, 2], (g, value) =>
      g.apply('LogSoftmax', [value], { axis: { int: 1 } }),
    ),
  ],
}
