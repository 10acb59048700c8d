import type { TensorInfo } from '../tensor.ts'
import { inferElementwise } from './add.ts'
import type { Operator } from './operator.ts'

/** A comparison of two float32 inputs with broadcasting, to bool. It is flat almost everywhere, so no gradient passes. */
export const comparison = (name: 'Greater' | 'Less'): Operator => ({
  name,
  infer: (inputs, attributes): TensorInfo => ({
    ...inferElementwise(name, inputs, attributes),
    type: 'bool',
  }),
  lower: ({ emit, inputNames }) => emit.node(name, inputNames),
  gradient: () => [],
})
