import { examplesMixError, shapeError } from '../errors.ts'
import { sizeOf } from '../tensor.ts'
import type { Operator } from './operator.ts'

/**
 * ONNX Reshape to a static target, given as the attribute `shape` (ONNX's second input, made a constant when lowered).
 * Sizes are literal: no 0 and at most one -1. A per-example value keeps its axis 0.
 */
export const reshape: Operator = {
  name: 'Reshape',
  infer: ([x, ...rest], attributes) => {
    const target = attributes.shape
    if (x === undefined || rest.length > 0 || target === undefined || !('ints' in target))
      throw shapeError('Reshape', 'It takes one input and the attribute shape.')
    const known = sizeOf(target.ints.filter((size) => size !== -1))
    const open = target.ints.filter((size) => size === -1).length
    const shape = target.ints.map((size) => (size === -1 ? sizeOf(x.shape) / known : size))
    if (
      open > 1 ||
      !shape.every((size) => Number.isSafeInteger(size) && size > 0) ||
      sizeOf(shape) !== sizeOf(x.shape)
    )
      throw shapeError('Reshape', `[${x.shape}] cannot become [${target.ints}].`)
    if (x.perExample && shape[0] !== x.shape[0])
      throw examplesMixError('Reshape', `[${x.shape}] to [${shape}] changes the axis of examples.`)
    return { ...x, shape }
  },
  lower: ({ emit, inputNames, output }) => emit.reshape(inputNames[0]!, output.shape),
  gradient: ({ emit, inputs, gradient, wanted }) => [
    wanted[0] === true ? emit.reshape(gradient, inputs[0]!.shape) : undefined,
  ],
}
