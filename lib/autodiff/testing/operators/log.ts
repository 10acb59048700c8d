import { numpy as np } from '@jax-js/jax'
import { positive, singularCase, unaryCase, unaryOracle } from './unary.ts'

export const logOracle = unaryOracle(Math.log, (x) => np.log(x), [
  // Softplus: log(1 + exp(x)).
  unaryCase('Log', {}, (g, hidden) =>
    g.apply('Add', [g.apply('Constant', [], { value_float: { float: 1 } }), positive(g, hidden)]),
  ),
  singularCase('Log'),
])
