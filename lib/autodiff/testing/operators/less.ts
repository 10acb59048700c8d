import { numpy as np } from '@jax-js/jax'
import { elementwise, type OperatorOracle } from '../oracle.ts'

export const lessOracle: OperatorOracle = {
  evaluate: (node, inputs) => elementwise(node.output.shape, inputs, (a = 0, b = 0) => (a < b ? 1 : 0)),
  jax: (_, [a, b]) => np.less(a!, b!),
  // In the cases of Where.
  cases: [],
}
