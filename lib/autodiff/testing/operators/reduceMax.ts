import { numpy as np } from '@jax-js/jax'
import type { OperatorOracle } from '../oracle.ts'
import { keepsDimensions, reducedAxes, reduceTensor, reductionCases } from './reduction.ts'

export const reduceMaxOracle: OperatorOracle = {
  evaluate: (node, [x]) => reduceTensor(node, x!, (values) => Math.max(...values)),
  jax: (node, [x]) => np.max(x!, reducedAxes(node), { keepdims: keepsDimensions(node) }),
  cases: reductionCases('ReduceMax'),
}
