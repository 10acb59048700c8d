import { assertAttributes } from './attributes.ts'
import { onlyInput } from './axes.ts'
import type { Operator } from './operator.ts'
import { softmaxAxis } from './softmax.ts'

/**
 * ONNX LogSoftmax along one axis, which is not that of examples. Missing on the WebGPU provider, so lowered to
 * x - max - log(sum(exp(x - max))).
 */
export const logSoftmax: Operator = {
  name: 'LogSoftmax',
  infer: (inputs, attributes) => {
    assertAttributes('LogSoftmax', attributes, ['axis'])
    const x = onlyInput('LogSoftmax', inputs)
    softmaxAxis('LogSoftmax', x, attributes)
    return x
  },
  lower: ({ emit, inputs, inputNames, attributes }) => {
    const [x] = inputNames as [string]
    const axis = softmaxAxis('LogSoftmax', inputs[0]!, attributes)
    const most = emit.node('ReduceMax', [x], { axes: { ints: [axis] }, keepdims: { int: 1 } })
    const shifted = emit.node('Sub', [x, most])
    return emit.node('Sub', [shifted, emit.node('Log', [emit.sum(emit.node('Exp', [shifted]), [axis], 1)])])
  },
  // dx = d - softmax(x) sum(d)
  gradient: ({ emit, attributes, inputs, outputName, gradient, wanted }) => {
    if (wanted[0] !== true) return [undefined]
    const axis = softmaxAxis('LogSoftmax', inputs[0]!, attributes)
    const total = emit.sum(gradient, [axis], 1)
    return [emit.node('Sub', [gradient, emit.node('Mul', [emit.node('Exp', [outputName]), total])])]
  },
}
