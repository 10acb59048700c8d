import type { Attributes } from '../onnx/model.ts'
import type { OperatorName } from '../operators/registry.ts'
import type { TensorInfo } from '../tensor.ts'

/**
 * What training makes small: a number for each example, of which a step takes the mean. `softmax-cross-entropy` takes one class
 * per example; the others a number for each output, from 0 to 1 for `binary-cross-entropy`.
 */
export type LossTerms =
  | { readonly kind: 'softmax-cross-entropy' }
  | { readonly kind: 'binary-cross-entropy' }
  | { readonly kind: 'mean-squared-error' }
  /** `delta`: the difference from which on it grows linearly, above 0; 1 where absent. */
  | { readonly kind: 'huber'; readonly delta?: number | undefined }

const LOSS_OPERATORS = {
  'softmax-cross-entropy': 'SoftmaxCrossEntropyLoss',
  'binary-cross-entropy': 'BinaryCrossEntropyWithLogits',
  'mean-squared-error': 'MeanSquaredError',
  huber: 'Huber',
} as const satisfies Readonly<Record<LossTerms['kind'], OperatorName>>

/** The operators that end a graph. */
export type LossOperator = (typeof LOSS_OPERATORS)[LossTerms['kind']]

/** The node that ends a graph with this loss. */
export const lossNode = (
  terms: LossTerms,
): { readonly op: LossOperator; readonly attributes: Attributes } => ({
  op: LOSS_OPERATORS[terms.kind],
  attributes: terms.kind === 'huber' && terms.delta !== undefined ? { delta: { float: terms.delta } } : {},
})

/** What this loss compares logits [batch, outputs] with: classes, int32 [batch], or targets, float32 [batch, outputs]. */
export const labelsOf = ({ kind }: LossTerms, { shape }: TensorInfo): TensorInfo =>
  kind === 'softmax-cross-entropy'
    ? { type: 'int32', shape: shape.slice(0, 1), perExample: true }
    : { type: 'float32', shape, perExample: true }
