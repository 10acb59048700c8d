import { examplesMixError, shapeError } from '../errors.ts'
import { broadcastShapes } from '../tensor.ts'
import { repeatedSquaredNorm, sumToShape } from './add.ts'
import { assertAttributes } from './attributes.ts'
import { intsAttribute } from './axes.ts'
import type { Operator } from './operator.ts'

/**
 * ONNX Expand to a static shape, given as the attribute `shape` (ONNX's second input), which broadcasts with x. A value per
 * example keeps its axis 0. One that no example enters becomes a value per example: its rows are all the same, so axis 0 of
 * the result must be new or come from size 1. It must then be the batch, as every operator after it will check.
 */
export const expand: Operator = {
  name: 'Expand',
  infer: (inputs, attributes) => {
    assertAttributes('Expand', attributes, ['shape'])
    const [x] = inputs
    const target = intsAttribute('Expand', attributes, 'shape')
    if (x === undefined || inputs.length > 1 || x.type !== 'float32' || target === undefined)
      throw shapeError('Expand', 'It takes one float32 input and the attribute shape.')
    const shape = broadcastShapes(x.shape, target)
    if (
      shape === undefined ||
      shape.length === 0 ||
      !shape.every((size) => Number.isSafeInteger(size) && size > 0)
    )
      throw shapeError('Expand', `[${x.shape}] cannot become [${target}].`)
    const keeps = x.shape.length === shape.length && x.shape[0] === shape[0]
    const repeats = x.shape.length < shape.length || x.shape[0] === 1
    if (x.perExample ? !keeps : !repeats)
      throw examplesMixError('Expand', `[${x.shape}] to [${shape}] changes the axis of examples.`)
    return { ...x, shape, perExample: true }
  },
  lower: ({ emit, inputNames, output }) => emit.node('Expand', [inputNames[0]!, emit.axes(output.shape)]),
  gradient: ({ emit, inputs, output, gradient, wanted }) => [
    wanted[0] === true ? sumToShape(emit, gradient, output.shape, inputs[0]!.shape) : undefined,
  ],
  squaredNorm: ({ emit, inputs, output, gradient }) =>
    repeatedSquaredNorm(emit, gradient, output.shape, inputs[0]!.shape),
}
