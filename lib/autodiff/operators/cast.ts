import { shapeError, unsupportedError } from '../errors.ts'
import { assertAttributes } from './attributes.ts'
import type { Operator } from './operator.ts'

/** `TensorProto.DataType.FLOAT` */
const FLOAT = 1

/** ONNX Cast to float32, of a comparison (1 where it holds, else 0; no gradient passes) or of a float32 as it is. */
export const cast: Operator = {
  name: 'Cast',
  infer: ([x, ...rest], attributes) => {
    if (x === undefined || rest.length > 0) throw shapeError('Cast', 'It takes one input.')
    assertAttributes('Cast', attributes, ['to'])
    const { to } = attributes
    if (to === undefined || !('int' in to) || to.int !== FLOAT || (x.type !== 'bool' && x.type !== 'float32'))
      throw unsupportedError('Cast', 'Only bool and float32 to float32 are.')
    return { ...x, type: 'float32' }
  },
  lower: ({ emit, inputs, inputNames }) =>
    inputs[0]!.type === 'float32'
      ? inputNames[0]!
      : emit.node('Cast', [inputNames[0]!], { to: { int: FLOAT } }),
  gradient: ({ inputs, gradient, wanted }) => [
    wanted[0] === true && inputs[0]!.type === 'float32' ? gradient : undefined,
  ],
}
