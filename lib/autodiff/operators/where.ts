import { shapeError } from '../errors.ts'
import { inferBroadcast, repeatedSquaredNorm, sumToShape } from './add.ts'
import { assertAttributes } from './attributes.ts'
import type { GradientContext, Operator } from './operator.ts'

/** dL/d(inputs[index]) before it is summed to the input's shape: the gradient where that input was chosen, else 0. */
const chosen = (
  { emit, inputNames, gradient }: Pick<GradientContext, 'emit' | 'inputNames' | 'gradient'>,
  index: number,
): string => {
  const zero = emit.scalar(0)
  return emit.node('Where', [inputNames[0]!, ...(index === 1 ? [gradient, zero] : [zero, gradient])])
}

/** ONNX Where: a where the bool condition holds, else b, with multidirectional broadcasting of all three. */
export const where: Operator = {
  name: 'Where',
  infer: (inputs, attributes) => {
    assertAttributes('Where', attributes, [])
    const [condition, a, b] = inputs
    if (inputs.length !== 3 || condition!.type !== 'bool' || a!.type !== 'float32' || b!.type !== 'float32')
      throw shapeError('Where', 'It takes a bool and two float32 inputs.')
    return { type: 'float32', ...inferBroadcast('Where', inputs) }
  },
  lower: ({ emit, inputNames }) => emit.node('Where', inputNames),
  gradient: (context) => {
    const { emit, inputs, output, wanted } = context
    return inputs.map(({ shape }, index) =>
      index > 0 && wanted[index] === true
        ? sumToShape(emit, chosen(context, index), output.shape, shape)
        : undefined,
    )
  },
  squaredNorm: (context) =>
    repeatedSquaredNorm(
      context.emit,
      chosen(context, context.parameter),
      context.output.shape,
      context.inputs[context.parameter]!.shape,
    ),
}
