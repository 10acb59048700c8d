import { numpy as np } from '@jax-js/jax'
import { absorbingCase, unaryCase, unaryOracle } from './unary.ts'

export const tanhOracle = unaryOracle(Math.tanh, (x) => np.tanh(x), [
  unaryCase('Tanh'),
  absorbingCase('Tanh'),
])
