import { shapeError } from '../errors.ts'
import type { TensorInfo } from '../tensor.ts'
import type { GradientContext, Operator } from './operator.ts'

/** Shape of an elementwise operator of one float32 input. It needs no axis of its own, so examples stay apart. */
export const inferUnary = (operator: string, [x, ...rest]: readonly TensorInfo[]): TensorInfo => {
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
  infer: (inputs) => inferUnary(name, inputs),
  lower: ({ emit, inputNames }) => emit.node(name, inputNames),
  gradient: unaryGradient(gradient),
})
