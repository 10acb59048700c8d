import { numpy as np } from '@jax-js/jax'
import type { ForwardNode } from '../../forward.ts'
import type { OperatorOracle } from '../oracle.ts'

const valuesOf = ({
  attributes: { value_float: one, value_floats: many },
}: ForwardNode): readonly number[] => {
  if (many !== undefined && 'floats' in many) return many.floats
  return one !== undefined && 'float' in one ? [one.float] : []
}

export const constantOracle: OperatorOracle = {
  evaluate: (node) => ({ shape: node.output.shape, data: Float64Array.from(valuesOf(node)) }),
  jax: (node) => np.reshape(np.array(Float32Array.from(valuesOf(node))), [...node.output.shape]),
  // In the case of Mul, as scalar and as vector.
  cases: [],
}
