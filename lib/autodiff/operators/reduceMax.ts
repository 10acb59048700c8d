import type { Operator } from './operator.ts'
import { emitReduction, inferReduction, reductionOf } from './reduction.ts'

/**
 * ONNX ReduceMax over `axes`, never that of examples. Values that tie for the maximum share its gradient equally, which is
 * one subgradient and does not depend on their order.
 */
export const reduceMax: Operator = {
  name: 'ReduceMax',
  infer: (inputs, attributes) => inferReduction('ReduceMax', inputs, attributes),
  lower: ({ emit, attributes, inputs, inputNames }) =>
    emitReduction(emit, 'ReduceMax', inputNames[0]!, reductionOf('ReduceMax', inputs[0]!, attributes)),
  gradient: ({ emit, attributes, inputs, inputNames, outputName, gradient, wanted }) => {
    if (wanted[0] !== true) return [undefined]
    const { axes, kept } = reductionOf('ReduceMax', inputs[0]!, attributes)
    const hits = emit.node('Equal', [inputNames[0]!, emit.reshape(outputName, kept)])
    const counted = emit.node('Cast', [hits], { to: { int: 1 } })
    const share = emit.node('Div', [emit.reshape(gradient, kept), emit.sum(counted, axes, 1)])
    return [emit.node('Mul', [counted, share])]
  },
}
