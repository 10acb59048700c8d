import type { Emitter } from '../emitter.ts'
import { GraphError, shapeError } from '../errors.ts'
import type { Operator } from './operator.ts'

/** Labels int32 [batch] as float32 rows [batch, classes]; OneHot is missing on the WebGPU provider. */
const oneHot = (emit: Emitter, labels: string, batch: number, classes: number): string => {
  const range = emit.constant(
    'int32',
    [1, classes],
    Array.from({ length: classes }, (_, index) => index),
  )
  const hits = emit.node('Equal', [emit.reshape(labels, [batch, 1]), range])
  return emit.node('Cast', [hits], { to: { int: 1 } })
}

/**
 * Softmax cross-entropy of logits [batch, classes] and labels int32 [batch] in 0..classes-1: the loss of each example,
 * [batch], in nats. ONNX's SoftmaxCrossEntropyLoss with reduction none, lowered to what the WebGPU provider has; the
 * maximum is taken out first because ReduceLogSumExp overflows there.
 */
export const softmaxCrossEntropy: Operator = {
  name: 'SoftmaxCrossEntropyLoss',
  infer: ([logits, labels, ...rest]) => {
    if (logits === undefined || labels === undefined || rest.length > 0)
      throw shapeError('SoftmaxCrossEntropyLoss', 'It takes logits and labels.')
    if (!logits.perExample || !labels.perExample)
      throw new GraphError('autodiff/no-loss', 'The loss does not depend on the examples.')
    const [batch, classes] = logits.shape
    if (
      logits.type !== 'float32' ||
      labels.type !== 'int32' ||
      logits.shape.length !== 2 ||
      classes === undefined
    )
      throw shapeError(
        'SoftmaxCrossEntropyLoss',
        `Logits [${logits.shape}] and labels of type ${labels.type}.`,
      )
    if (labels.shape.length !== 1 || labels.shape[0] !== batch)
      throw shapeError('SoftmaxCrossEntropyLoss', `Logits [${logits.shape}] and labels [${labels.shape}].`)
    return { type: 'float32', shape: [batch!], perExample: true }
  },
  lower: ({ emit, inputs, inputNames }) => {
    const [logits, labels] = inputNames as [string, string]
    const [batch, classes] = inputs[0]!.shape as [number, number]
    const shifted = emit.node('Sub', [
      logits,
      emit.node('ReduceMax', [logits], { axes: { ints: [1] }, keepdims: { int: 1 } }),
    ])
    const logSum = emit.node('Log', [emit.sum(emit.node('Exp', [shifted]), [1], 0)])
    const own = emit.sum(emit.node('Mul', [shifted, oneHot(emit, labels, batch, classes)]), [1], 0)
    return emit.node('Sub', [logSum, own])
  },
  gradient: ({ emit, inputs, inputNames, gradient, wanted }) => {
    if (wanted[0] !== true) return [undefined, undefined]
    const [logits, labels] = inputNames as [string, string]
    const [batch, classes] = inputs[0]!.shape as [number, number]
    const softmax = emit.node('Softmax', [logits], { axis: { int: 1 } })
    const difference = emit.node('Sub', [softmax, oneHot(emit, labels, batch, classes)])
    return [emit.node('Mul', [difference, emit.reshape(gradient, [batch, 1])]), undefined]
  },
}
