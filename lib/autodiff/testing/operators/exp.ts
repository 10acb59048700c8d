import { numpy as np } from '@jax-js/jax'
import { unaryCase, unaryOracle } from './unary.ts'

export const expOracle = unaryOracle(Math.exp, (x) => np.exp(x), [unaryCase('Exp')])
