import { shapeError } from '../errors.ts'
import { assertAttributes } from './attributes.ts'
import { featureAxes, onlyInput } from './axes.ts'
import type { Operator } from './operator.ts'

/** ONNX Squeeze of the attribute `axes` (ONNX's second input), each of size 1 and never that of examples. */
export const squeeze: Operator = {
  name: 'Squeeze',
  infer: (inputs, attributes) => {
    assertAttributes('Squeeze', attributes, ['axes'])
    const x = onlyInput('Squeeze', inputs)
    const axes = featureAxes('Squeeze', attributes, x.shape.length)
    if (axes.some((axis) => x.shape[axis] !== 1))
      throw shapeError('Squeeze', `The axes [${axes}] of [${x.shape}] are not all of size 1.`)
    return { ...x, shape: x.shape.filter((_, axis) => !axes.includes(axis)) }
  },
  lower: ({ emit, inputNames, output }) => emit.reshape(inputNames[0]!, output.shape),
  gradient: ({ emit, inputs, gradient, wanted }) => [
    wanted[0] === true ? emit.reshape(gradient, inputs[0]!.shape) : undefined,
  ],
}
