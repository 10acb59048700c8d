import { GraphError, shapeError, unsupportedError } from '../errors.ts'
import type { Attributes } from '../onnx/model.ts'
import { sameShape, type TensorInfo } from '../tensor.ts'
import { assertAttributes } from './attributes.ts'
import type { Operator, RuleContext } from './operator.ts'

/** What a loss reads: its outputs are the inputs' shape, and it works on each number of them alone. */
export type OutputLossContext = Pick<RuleContext, 'emit' | 'attributes' | 'inputNames'>

const inferOutputLoss = (operator: string, inputs: readonly TensorInfo[]): TensorInfo => {
  const [outputs, targets] = inputs
  if (outputs === undefined || targets === undefined || inputs.length > 2)
    throw shapeError(operator, 'It takes outputs and targets.')
  if (!outputs.perExample || !targets.perExample)
    throw new GraphError('autodiff/no-loss', 'The loss does not depend on the examples.')
  if (
    outputs.type !== 'float32' ||
    targets.type !== 'float32' ||
    outputs.shape.length !== 2 ||
    !sameShape(outputs.shape, targets.shape)
  )
    throw shapeError(operator, `Outputs [${outputs.shape}] and ${targets.type} targets [${targets.shape}].`)
  return { type: 'float32', shape: outputs.shape.slice(0, 1), perExample: true }
}

/**
 * A loss of float32 outputs and targets, both [batch, outputs]: the mean over an example's outputs, [batch], so that the mean
 * over a batch is PyTorch's. `value` emits the loss of each output and `slope` its derivative by the output.
 */
export const outputLoss = (
  name: string,
  known: readonly string[],
  value: (context: OutputLossContext) => string,
  slope: (context: OutputLossContext) => string,
  assertForm: (attributes: Attributes) => void = () => {},
): Operator => ({
  name,
  infer: (inputs, attributes) => {
    assertAttributes(name, attributes, known)
    assertForm(attributes)
    return inferOutputLoss(name, inputs)
  },
  lower: (context) =>
    context.emit.node('ReduceMean', [value(context)], { axes: { ints: [1] }, keepdims: { int: 0 } }),
  gradient: (context) => {
    const { emit, inputs, gradient, wanted } = context
    if (wanted[1] === true) throw unsupportedError(name, 'Its targets must not depend on parameters.')
    if (wanted[0] !== true) return [undefined, undefined]
    const [batch, outputs] = inputs[0]!.shape as [number, number]
    const share = emit.reshape(emit.node('Mul', [gradient, emit.scalar(1 / outputs)]), [batch, 1])
    return [emit.node('Mul', [slope(context), share]), undefined]
  },
})
