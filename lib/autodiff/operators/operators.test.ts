import { describe, expect, it } from 'vitest'
import type { Attributes } from '../onnx/model.ts'
import type { TensorInfo } from '../tensor.ts'
import { OPERATORS, type OperatorName } from './registry.ts'

const perExample = (...shape: readonly number[]): TensorInfo => ({ type: 'float32', shape, perExample: true })
const shared = (...shape: readonly number[]): TensorInfo => ({ type: 'float32', shape, perExample: false })
const labels = (batch: number): TensorInfo => ({ type: 'int32', shape: [batch], perExample: true })
const to = (...shape: readonly number[]): Attributes => ({ shape: { ints: shape } })
const transB: Attributes = { transB: { int: 1 } }

interface Use {
  readonly op: OperatorName
  readonly inputs: readonly TensorInfo[]
  readonly attributes?: Attributes
}

const infer = ({ op, inputs, attributes = {} }: Use): TensorInfo => OPERATORS[op].infer(inputs, attributes)

describe('shape rules', () => {
  it.each<Use & { shape: readonly number[] }>([
    { op: 'Gemm', inputs: [perExample(4, 3), shared(3, 2)], shape: [4, 2] },
    { op: 'Gemm', inputs: [perExample(4, 3), shared(2, 3), shared(2)], attributes: transB, shape: [4, 2] },
    { op: 'Gemm', inputs: [perExample(4, 3), shared(3, 2), shared(1, 1)], shape: [4, 2] },
    { op: 'Gemm', inputs: [perExample(4, 3), shared(3, 2), perExample(4, 2)], shape: [4, 2] },
    { op: 'MatMul', inputs: [perExample(4, 3), shared(3, 2)], shape: [4, 2] },
    { op: 'MatMul', inputs: [perExample(4, 5, 3), shared(3, 2)], shape: [4, 5, 2] },
    { op: 'Add', inputs: [perExample(4, 3), shared(3)], shape: [4, 3] },
    { op: 'Add', inputs: [shared(1, 5, 1), perExample(4, 1, 3)], shape: [4, 5, 3] },
    { op: 'Add', inputs: [perExample(4, 3), perExample(4, 3)], shape: [4, 3] },
    { op: 'Relu', inputs: [perExample(4, 3)], shape: [4, 3] },
    { op: 'Reshape', inputs: [perExample(4, 6)], attributes: to(4, 2, -1), shape: [4, 2, 3] },
    { op: 'SoftmaxCrossEntropyLoss', inputs: [perExample(4, 3), labels(4)], shape: [4] },
  ])('$op of $inputs.0.shape and $inputs.1.shape is $shape', ({ shape, ...use }) => {
    expect(infer(use)).toEqual({ type: 'float32', shape, perExample: true })
  })
})

describe('a graph in which examples would mix', () => {
  it.each<Use & { why: string }>([
    {
      why: 'sums over the axis of examples',
      op: 'Gemm',
      inputs: [perExample(4, 4), shared(4, 2)],
      attributes: { transA: { int: 1 } },
    },
    { why: 'multiplies examples by examples', op: 'Gemm', inputs: [perExample(4, 4), perExample(4, 4)] },
    {
      why: 'has a bias for each place in the batch',
      op: 'Gemm',
      inputs: [perExample(4, 3), shared(3, 2), shared(4, 2)],
    },
    {
      why: 'adds another example to each as a bias',
      op: 'Gemm',
      inputs: [perExample(4, 3), shared(3, 4), perExample(4)],
    },
    { why: 'multiplies examples by examples', op: 'MatMul', inputs: [perExample(4, 4), perExample(4, 4)] },
    { why: 'weighs examples against each other', op: 'MatMul', inputs: [shared(4, 4), perExample(4, 4)] },
    {
      why: 'adds a parameter for each place in the batch',
      op: 'Add',
      inputs: [perExample(4, 3), shared(4, 3)],
    },
    {
      why: 'moves the axis of examples by broadcasting',
      op: 'Add',
      inputs: [perExample(4, 3), shared(2, 4, 3)],
    },
    { why: 'adds labels of a batch to each example', op: 'Add', inputs: [perExample(4, 4), perExample(4)] },
    { why: 'moves examples into features', op: 'Reshape', inputs: [perExample(4, 6)], attributes: to(2, 12) },
    { why: 'makes features examples', op: 'Reshape', inputs: [perExample(4, 6)], attributes: to(-1, 3) },
  ])('is refused where $op $why', ({ why: _, ...use }) => {
    expect(() => infer(use)).toThrow(expect.objectContaining({ code: 'autodiff/examples-mix' }))
  })
})

describe('inputs that do not fit', () => {
  it.each<Use & { code: string }>([
    { op: 'Gemm', inputs: [perExample(4, 3), shared(2, 3)], code: 'autodiff/shape' },
    { op: 'Gemm', inputs: [perExample(4, 3)], code: 'autodiff/shape' },
    { op: 'Gemm', inputs: [perExample(4, 3), shared(3, 2), shared(3)], code: 'autodiff/shape' },
    {
      op: 'Gemm',
      inputs: [perExample(4, 3), shared(3, 2)],
      attributes: { alpha: { float: 2 } },
      code: 'autodiff/unsupported',
    },
    { op: 'Gemm', inputs: [shared(4, 3), shared(3, 2)], code: 'autodiff/unsupported' },
    { op: 'MatMul', inputs: [perExample(4, 3), shared(4, 3)], code: 'autodiff/shape' },
    { op: 'MatMul', inputs: [perExample(4, 3), shared(3)], code: 'autodiff/unsupported' },
    { op: 'Add', inputs: [perExample(4, 3), shared(2)], code: 'autodiff/shape' },
    { op: 'Relu', inputs: [labels(4)], code: 'autodiff/shape' },
    { op: 'Reshape', inputs: [perExample(4, 6)], attributes: to(4, 5), code: 'autodiff/shape' },
    { op: 'Reshape', inputs: [perExample(4, 6)], attributes: to(4, -1, -1), code: 'autodiff/shape' },
    { op: 'SoftmaxCrossEntropyLoss', inputs: [perExample(4, 3), labels(5)], code: 'autodiff/shape' },
    { op: 'SoftmaxCrossEntropyLoss', inputs: [shared(4, 3), labels(4)], code: 'autodiff/no-loss' },
  ])('are refused by $op with $code', ({ code, ...use }) => {
    expect(() => infer(use)).toThrow(expect.objectContaining({ code }))
  })
})
