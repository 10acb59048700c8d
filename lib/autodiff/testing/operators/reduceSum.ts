import { numpy as np } from '@jax-js/jax'
import type { OperatorOracle } from '../oracle.ts'
import { keepsDimensions, reducedAxes, reduceTensor, reductionCases } from './reduction.ts'

export const reduceSumOracle: OperatorOracle = {
  evaluate: (node, [x]) => reduceTensor(node, x!, (values) => values.reduce((sum, value) => sum + value, 0)),
  jax: (node, [x]) => np.sum(x!, reducedAxes(node), { keepdims: keepsDimensions(node) }),
  cases: reductionCases('ReduceSum'),
}
