import { numpy as np } from '@jax-js/jax'
import type { OperatorOracle } from '../oracle.ts'
import { keepsDimensions, reducedAxes, reduceTensor, reductionCases } from './reduction.ts'

export const reduceMeanOracle: OperatorOracle = {
  evaluate: (node, [x]) =>
    reduceTensor(node, x!, (values) => values.reduce((sum, value) => sum + value, 0) / values.length),
  jax: (node, [x]) => np.mean(x!, reducedAxes(node), { keepdims: keepsDimensions(node) }),
  cases: reductionCases('ReduceMean'),
}
