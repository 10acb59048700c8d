import { shapeError } from '../errors.ts'
import type { Attributes } from '../onnx/model.ts'
import type { TensorInfo } from '../tensor.ts'
import { assertAttributes } from './attributes.ts'
import type { GradientContext, Operator } from './operator.ts'

/** Shape of an elementwise operator of one float32 input, with no attributes but `known`. No axes meet, nor examples. */
export const inferUnary = (
  operator: string,
  [x, ...rest]: readonly TensorInfo[],
  attributes: Attributes,
  known: readonly string[] = [],
): TensorInfo => {
  assertAttributes(operator, attributes, known)
  if (x === undefined || rest.length > 0 || x.type !== 'float32')
    throw shapeError(operator, 'It takes one float32 input.')
  return x
}

/** The gradient rule of one input: `gradient` emits dL/dx. */
export const unaryGradient =
  (gradient: (context: GradientContext) => string): Operator['gradient'] =>
  (context) => [context.wanted[0] === true ? gradient(context) : undefined]

/** An elementwise operator of one input and no attributes. `gradient` emits dL/dx. No parameter enters it directly. */
export const unary = (name: string, gradient: (context: GradientContext) => string): Operator => ({
  name,
  infer: (inputs, attributes) => inferUnary(name, inputs, attributes),
  lower: ({ emit, inputNames }) => emit.node(name, inputNames),
  gradient: unaryGradient(gradient),
})
