import { numpy as np } from '@jax-js/jax'
import { unaryCase, unaryOracle } from './unary.ts'

export const absOracle = unaryOracle(Math.abs, (x) => np.abs(x), [unaryCase('Abs')])
