import type { Operator } from './operator.ts'
import { inferReduction, reductionOf, repeat } from './reduction.ts'

/** ONNX ReduceSum with static axes, given as the attribute `axes` (ONNX's second input), never that of examples. */
export const reduceSum: Operator = {
  name: 'ReduceSum',
  infer: (inputs, attributes) => inferReduction('ReduceSum', inputs, attributes),
  lower: ({ emit, attributes, inputs, inputNames }) => {
    const { axes, keepdims } = reductionOf('ReduceSum', inputs[0]!, attributes)
    return emit.sum(inputNames[0]!, axes, keepdims)
  },
  gradient: ({ emit, attributes, inputs, gradient, wanted }) => {
    const [x] = inputs
    return [
      wanted[0] === true
        ? repeat(emit, gradient, reductionOf('ReduceSum', x!, attributes), x!.shape)
        : undefined,
    ]
  },
}
