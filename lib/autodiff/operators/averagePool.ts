import { shapeError } from '../errors.ts'
import type { Attributes } from '../onnx/model.ts'
import { sizeOf } from '../tensor.ts'
import { assertAttributes } from './attributes.ts'
import type { Operator } from './operator.ts'
import { emitFold, windowPixels } from './unfold.ts'
import { assertOneImage, intAttribute, poolWindow, windowAttributes } from './window.ts'

const countsPadding = (attributes: Attributes): boolean => {
  const value = intAttribute('AveragePool', attributes, 'count_include_pad', 0)
  if (value > 1) throw shapeError('AveragePool', 'count_include_pad is 0 or 1.')
  return value === 1
}

/**
 * ONNX AveragePool of images, without dilations and ceil_mode. Padding counts as zeros where `count_include_pad` is 1;
 * where it is 0, the default, a window's mean is over its pixels of the image.
 */
export const averagePool: Operator = {
  name: 'AveragePool',
  infer: (inputs, attributes) => {
    const x = assertOneImage('AveragePool', inputs)
    assertAttributes('AveragePool', attributes, ['kernel_shape', 'strides', 'pads', 'count_include_pad'])
    countsPadding(attributes)
    const { output } = poolWindow('AveragePool', attributes, x.shape)
    return { ...x, shape: [...x.shape.slice(0, 2), ...output] }
  },
  lower: ({ emit, inputs, inputNames, attributes }) =>
    emit.node('AveragePool', inputNames, {
      ...windowAttributes(poolWindow('AveragePool', attributes, inputs[0]!.shape)),
      count_include_pad: { int: countsPadding(attributes) ? 1 : 0 },
    }),
  gradient: ({ emit, inputs, attributes, gradient, wanted }) => {
    if (wanted[0] !== true) return [undefined]
    const { shape } = inputs[0]!
    const window = poolWindow('AveragePool', attributes, shape)
    const windows = sizeOf(window.output)
    const places = windowPixels(window)
    const shares = Array.from({ length: windows }, (_, at) =>
      countsPadding(attributes)
        ? 1 / sizeOf(window.kernel)
        : 1 / places.filter((place) => place[at] !== -1).length,
    )
    const flat = emit.reshape(gradient, [shape[0]!, shape[1]!, windows])
    const own = emit.node('Mul', [flat, emit.constant('float32', [1, 1, windows], shares)])
    return [emitFold(emit, own, shape, window, 1)]
  },
}
