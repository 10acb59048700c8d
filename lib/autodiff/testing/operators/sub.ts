import { numpy as np } from '@jax-js/jax'
import { elementwise, type OperatorOracle } from '../oracle.ts'
import { broadcastCase } from './broadcast.ts'

export const subOracle: OperatorOracle = {
  evaluate: (node, inputs) => elementwise(node.output.shape, inputs, (a = 0, b = 0) => a - b),
  jax: (_, [a, b]) => np.subtract(a!, b!),
  cases: [broadcastCase('Sub')],
}
