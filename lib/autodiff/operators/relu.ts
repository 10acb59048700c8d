import { shapeError } from '../errors.ts'
import type { Operator } from './operator.ts'

/** ONNX Relu: max(0, x). The subgradient at 0 is 0. */
export const relu: Operator = {
  name: 'Relu',
  infer: ([x, ...rest]) => {
    if (x === undefined || rest.length > 0 || x.type !== 'float32')
      throw shapeError('Relu', 'It takes one float32 input.')
    return x
  },
  lower: ({ emit, inputNames }) => emit.node('Relu', inputNames),
  gradient: ({ emit, outputName, gradient, wanted }) => {
    if (wanted[0] !== true) return [undefined]
    const open = emit.node('Cast', [emit.node('Greater', [outputName, emit.scalar(0)])], { to: { int: 1 } })
    return [emit.node('Mul', [gradient, open])]
  },
}
