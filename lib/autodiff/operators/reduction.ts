import type { Emitter } from '../emitter.ts'
import type { Attributes } from '../onnx/model.ts'
import type { TensorInfo } from '../tensor.ts'
import { assertAttributes } from './attributes.ts'
import { featureAxes, intAttribute, onlyInput } from './axes.ts'

/** What the reductions ReduceSum, ReduceMean and ReduceMax share: attributes `axes`, never 0, and `keepdims`, 1 unless said. */
export interface Reduction {
  readonly axes: readonly number[]
  readonly keepdims: 0 | 1
  /** Shape of the result with the reduced axes kept as size 1. */
  readonly kept: readonly number[]
}

export const reductionOf = (operator: string, x: TensorInfo, attributes: Attributes): Reduction => {
  const axes = featureAxes(operator, attributes, x.shape.length)
  return {
    axes,
    keepdims: intAttribute(operator, attributes, 'keepdims', 1) === 0 ? 0 : 1,
    kept: x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size)),
  }
}

export const inferReduction = (
  operator: string,
  inputs: readonly TensorInfo[],
  attributes: Attributes,
): TensorInfo => {
  assertAttributes(operator, attributes, ['axes', 'keepdims'])
  const x = onlyInput(operator, inputs)
  const { axes, keepdims, kept } = reductionOf(operator, x, attributes)
  return { ...x, shape: keepdims === 1 ? kept : x.shape.filter((_, axis) => !axes.includes(axis)) }
}

/** Emits ReduceMean or ReduceMax, which in opset 17 have their axes as an attribute. */
export const emitReduction = (
  emit: Emitter,
  operator: 'ReduceMean' | 'ReduceMax',
  value: string,
  { axes, keepdims }: Reduction,
): string => emit.node(operator, [value], { axes: { ints: axes }, keepdims: { int: keepdims } })

/** Repeats a reduced value along the axes that it lost, up to `shape`. */
export const repeat = (emit: Emitter, value: string, { kept }: Reduction, shape: readonly number[]): string =>
  emit.node('Expand', [emit.reshape(value, kept), emit.axes(shape)])
