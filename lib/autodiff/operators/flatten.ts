import { examplesMixError, shapeError } from '../errors.ts'
import { sizeOf } from '../tensor.ts'
import { assertAttributes } from './attributes.ts'
import type { Operator } from './operator.ts'
import { intAttribute } from './window.ts'

/** ONNX Flatten with axis 1: [batch, ...] to [batch, features]. Any other axis would move examples or features. */
export const flatten: Operator = {
  name: 'Flatten',
  infer: ([x, ...rest], attributes) => {
    if (x === undefined || rest.length > 0 || x.shape.length === 0)
      throw shapeError('Flatten', 'It takes one input with an axis 0.')
    assertAttributes('Flatten', attributes, ['axis'])
    if (intAttribute('Flatten', attributes, 'axis', 1) !== 1)
      throw examplesMixError('Flatten', 'Its axis is not 1.')
    return { ...x, shape: [x.shape[0]!, sizeOf(x.shape.slice(1))] }
  },
  lower: ({ emit, inputNames, output }) => emit.reshape(inputNames[0]!, output.shape),
  gradient: ({ emit, inputs, gradient, wanted }) => [
    wanted[0] === true ? emit.reshape(gradient, inputs[0]!.shape) : undefined,
  ],
}
