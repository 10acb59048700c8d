import { nn } from '@jax-js/jax'
import { elementwise, type OperatorOracle } from '../oracle.ts'

export const reluOracle: OperatorOracle = {
  evaluate: (node, inputs) => elementwise(node.output.shape, inputs, (x = 0) => Math.max(0, x)),
  jax: (_, [x]) => nn.relu(x!),
  cases: [],
}
