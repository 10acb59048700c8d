import { numpy as np } from '@jax-js/jax'
import { positive, singularCase, unaryCase, unaryOracle } from './unary.ts'

export const sqrtOracle = unaryOracle(Math.sqrt, (x) => np.sqrt(x), [
  unaryCase('Sqrt', {}, positive),
  singularCase('Sqrt'),
])
