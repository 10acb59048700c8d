import type { Attributes } from '../onnx/model.ts'
import type { TensorInfo } from '../tensor.ts'
import { assertAttributes } from './attributes.ts'
import { featureAxis, intAttribute, onlyInput } from './axes.ts'
import type { Operator } from './operator.ts'

/** The axis of ONNX Softmax and LogSoftmax: the last unless said. */
export const softmaxAxis = (operator: string, x: TensorInfo, attributes: Attributes): number =>
  featureAxis(operator, intAttribute(operator, attributes, 'axis', -1), x.shape.length)

/** ONNX Softmax along one axis, which is not that of examples. */
export const softmax: Operator = {
  name: 'Softmax',
  infer: (inputs, attributes) => {
    assertAttributes('Softmax', attributes, ['axis'])
    const x = onlyInput('Softmax', inputs)
    softmaxAxis('Softmax', x, attributes)
    return x
  },
  lower: ({ emit, inputs, inputNames, attributes }) =>
    emit.node('Softmax', inputNames, { axis: { int: softmaxAxis('Softmax', inputs[0]!, attributes) } }),
  // dx = y (d - sum(d y))
  gradient: ({ emit, attributes, inputs, outputName, gradient, wanted }) => {
    if (wanted[0] !== true) return [undefined]
    const axis = softmaxAxis('Softmax', inputs[0]!, attributes)
    const total = emit.sum(emit.node('Mul', [gradient, outputName]), [axis], 1)
    return [emit.node('Mul', [outputName, emit.node('Sub', [gradient, total])])]
  },
}
