import { examplesMixError, shapeError } from '../errors.ts'
import type { Attributes } from '../onnx/model.ts'
import type { TensorInfo } from '../tensor.ts'
import { assertAttributes } from './attributes.ts'
import { featureAxis, intAttribute } from './axes.ts'
import type { Operator } from './operator.ts'

const axisOf = (x: TensorInfo, attributes: Attributes): number => {
  if (attributes.axis === undefined) throw shapeError('Concat', 'It has no axis.')
  return featureAxis('Concat', intAttribute('Concat', attributes, 'axis', 0), x.shape.length)
}

/**
 * ONNX Concat of float32 values per example along `axis`, which is not that of examples. A value that no example enters, as a
 * class token, must be expanded to the batch first.
 */
export const concat: Operator = {
  name: 'Concat',
  infer: (inputs, attributes) => {
    assertAttributes('Concat', attributes, ['axis'])
    const [x] = inputs
    if (x === undefined || inputs.some(({ type }) => type !== 'float32'))
      throw shapeError('Concat', 'It takes one or more float32 inputs.')
    if (inputs.some(({ perExample }) => !perExample))
      throw examplesMixError('Concat', 'One of its inputs has no axis of examples: Expand it first.')
    const axis = axisOf(x, attributes)
    const fits = ({ shape }: TensorInfo) =>
      shape.length === x.shape.length && shape.every((size, at) => at === axis || size === x.shape[at])
    if (!inputs.every(fits))
      throw shapeError('Concat', `${inputs.map(({ shape }) => `[${shape}]`).join(', ')} along ${axis}.`)
    const size = inputs.reduce((sum, { shape }) => sum + shape[axis]!, 0)
    return { ...x, shape: x.shape.map((own, at) => (at === axis ? size : own)) }
  },
  lower: ({ emit, attributes, inputs, inputNames }) =>
    emit.node('Concat', inputNames, { axis: { int: axisOf(inputs[0]!, attributes) } }),
  gradient: ({ emit, attributes, inputs, gradient, wanted }) => {
    const axis = axisOf(inputs[0]!, attributes)
    let end = 0
    return inputs.map(({ shape }, index) => {
      const start = end
      end += shape[axis]!
      const bounds = [emit.axes([start]), emit.axes([end]), emit.axes([axis])]
      return wanted[index] === true ? emit.node('Slice', [gradient, ...bounds]) : undefined
    })
  },
}
