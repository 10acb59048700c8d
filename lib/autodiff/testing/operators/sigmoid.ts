import { nn } from '@jax-js/jax'
import { absorbingCase, unaryCase, unaryOracle } from './unary.ts'

export const sigmoidOracle = unaryOracle(
  (x) => 1 / (1 + Math.exp(-x)),
  (x) => nn.sigmoid(x),
  [unaryCase('Sigmoid'), absorbingCase('Sigmoid')],
)
