import { inferElementwise, repeatedSquaredNorm, sumToShape } from './add.ts'
import type { Operator } from './operator.ts'

/** ONNX Mul with multidirectional broadcasting. */
export const mul: Operator = {
  name: 'Mul',
  infer: (inputs, attributes) => inferElementwise('Mul', inputs, attributes),
  lower: ({ emit, inputNames }) => emit.node('Mul', inputNames),
  gradient: ({ emit, inputs, inputNames, output, gradient, wanted }) =>
    inputs.map((input, index) =>
      wanted[index] === true
        ? sumToShape(emit, emit.node('Mul', [gradient, inputNames[1 - index]!]), output.shape, input.shape)
        : undefined,
    ),
  squaredNorm: ({ emit, inputs, inputNames, output, gradient, parameter }) =>
    repeatedSquaredNorm(
      emit,
      emit.node('Mul', [gradient, inputNames[1 - parameter]!]),
      output.shape,
      inputs[parameter]!.shape,
    ),
}
