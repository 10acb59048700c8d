import { sizeOf } from '../tensor.ts'
import type { Operator } from './operator.ts'
import { emitReduction, inferReduction, reductionOf, repeat } from './reduction.ts'

/** ONNX ReduceMean over `axes`, never that of examples. */
export const reduceMean: Operator = {
  name: 'ReduceMean',
  infer: (inputs, attributes) => inferReduction('ReduceMean', inputs, attributes),
  lower: ({ emit, attributes, inputs, inputNames }) =>
    emitReduction(emit, 'ReduceMean', inputNames[0]!, reductionOf('ReduceMean', inputs[0]!, attributes)),
  gradient: ({ emit, attributes, inputs, gradient, wanted }) => {
    if (wanted[0] !== true) return [undefined]
    const { shape } = inputs[0]!
    const reduction = reductionOf('ReduceMean', inputs[0]!, attributes)
    const share = emit.scalar(sizeOf(reduction.kept) / sizeOf(shape))
    return [repeat(emit, emit.node('Mul', [gradient, share]), reduction, shape)]
  },
}
