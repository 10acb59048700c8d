import { numpy as np } from '@jax-js/jax'
import { unaryCase, unaryOracle } from './unary.ts'

export const negOracle = unaryOracle(
  (x) => -x,
  (x) => np.negative(x),
  [unaryCase('Neg')],
)
