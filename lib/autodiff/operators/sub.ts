import { inferElementwise, repeatedSquaredNorm, sumToShape } from './add.ts'
import type { Operator } from './operator.ts'

/** ONNX Sub, a - b, with multidirectional broadcasting. */
export const sub: Operator = {
  name: 'Sub',
  infer: (inputs, attributes) => inferElementwise('Sub', inputs, attributes),
  lower: ({ emit, inputNames }) => emit.node('Sub', inputNames),
  gradient: ({ emit, inputs, output, gradient, wanted }) => {
    const own = (index: number) => sumToShape(emit, gradient, output.shape, inputs[index]!.shape)
    return [
      wanted[0] === true ? own(0) : undefined,
      wanted[1] === true ? emit.node('Neg', [own(1)]) : undefined,
    ]
  },
  squaredNorm: ({ emit, inputs, output, gradient, parameter }) =>
    repeatedSquaredNorm(emit, gradient, output.shape, inputs[parameter]!.shape),
}
