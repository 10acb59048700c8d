import { describe, expect, it } from 'vitest'
import type { Attributes } from '../onnx/model.ts'
import type { TensorInfo } from '../tensor.ts'
import { conv } from './conv.ts'

const perExample = (...shape: readonly number[]): TensorInfo => ({ type: 'float32', shape, perExample: true })
const shared = (...shape: readonly number[]): TensorInfo => ({ type: 'float32', shape, perExample: false })
const images = perExample(4, 2, 5, 6)

interface Use {
  readonly what: string
  readonly inputs: readonly TensorInfo[]
  readonly attributes?: Attributes
}

describe('Conv', () => {
  it.each<Use & { shape: readonly number[] }>([
    { what: 'no padding', inputs: [images, shared(3, 2, 3, 2)], shape: [4, 3, 3, 5] },
    { what: 'a bias', inputs: [images, shared(3, 2, 3, 2), shared(3)], shape: [4, 3, 3, 5] },
    {
      what: 'uneven pads and strides',
      inputs: [images, shared(3, 2, 3, 3)],
      attributes: {
        kernel_shape: { ints: [3, 3] },
        pads: { ints: [1, 0, 2, 1] },
        strides: { ints: [2, 3] },
      },
      shape: [4, 3, 3, 2],
    },
    {
      what: 'dilations',
      inputs: [images, shared(3, 2, 3, 2)],
      attributes: { dilations: { ints: [2, 5] } },
      shape: [4, 3, 1, 1],
    },
    {
      what: 'groups',
      inputs: [images, shared(6, 1, 1, 1)],
      attributes: { group: { int: 2 } },
      shape: [4, 6, 5, 6],
    },
  ])('with $what has the shape $shape', ({ inputs, attributes = {}, shape }) => {
    expect(conv.infer(inputs, attributes)).toEqual({ type: 'float32', shape, perExample: true })
  })

  it.each<Use>([
    { what: 'filters that depend on examples', inputs: [images, perExample(4, 2, 3, 3)] },
    { what: 'a bias that depends on examples', inputs: [images, shared(4, 2, 3, 3), perExample(4)] },
  ])('is refused with $what, which mixes examples', ({ inputs, attributes = {} }) => {
    expect(() => conv.infer(inputs, attributes)).toThrow(
      expect.objectContaining({ code: 'autodiff/examples-mix' }),
    )
  })

  it.each<Use>([
    {
      what: 'a rule for padding',
      inputs: [images, shared(3, 2, 3, 3)],
      attributes: { auto_pad: { int: 1 } },
    },
    { what: 'images that are no examples', inputs: [shared(4, 2, 5, 6), shared(3, 2, 3, 3)] },
  ])('is not supported with $what', ({ inputs, attributes = {} }) => {
    expect(() => conv.infer(inputs, attributes)).toThrow(
      expect.objectContaining({ code: 'autodiff/unsupported' }),
    )
  })

  it.each<Use>([
    { what: 'no filters', inputs: [images] },
    { what: 'images of rank 3', inputs: [perExample(4, 2, 5), shared(3, 2, 3, 3)] },
    { what: 'filters of rank 3', inputs: [images, shared(3, 2, 3)] },
    { what: 'filters for other channels', inputs: [images, shared(3, 1, 3, 3)] },
    { what: 'a filter larger than the image', inputs: [images, shared(3, 2, 6, 3)] },
    { what: 'a bias for other filters', inputs: [images, shared(3, 2, 3, 3), shared(4)] },
    { what: 'a bias of rank 2', inputs: [images, shared(3, 2, 3, 3), shared(1, 3)] },
    { what: 'a fourth input', inputs: [images, shared(3, 2, 3, 3), shared(3), shared(3)] },
    {
      what: 'groups that do not divide its filters',
      inputs: [images, shared(3, 1, 3, 3)],
      attributes: { group: { int: 2 } },
    },
    { what: 'no groups', inputs: [images, shared(3, 2, 3, 3)], attributes: { group: { int: 0 } } },
    { what: 'a negative group', inputs: [images, shared(3, 2, 3, 3)], attributes: { group: { int: -1 } } },
    {
      what: 'another kernel_shape than its filters',
      inputs: [images, shared(3, 2, 3, 3)],
      attributes: { kernel_shape: { ints: [3, 2] } },
    },
    {
      what: 'a stride of 0',
      inputs: [images, shared(3, 2, 3, 3)],
      attributes: { strides: { ints: [0, 1] } },
    },
    {
      what: 'negative pads',
      inputs: [images, shared(3, 2, 3, 3)],
      attributes: { pads: { ints: [0, 0, -1, 0] } },
    },
    {
      what: 'pads for one end',
      inputs: [images, shared(3, 2, 3, 3)],
      attributes: { pads: { ints: [1, 1] } },
    },
    {
      what: 'strides of the wrong kind',
      inputs: [images, shared(3, 2, 3, 3)],
      attributes: { strides: { int: 2 } },
    },
  ])('does not fit with $what', ({ inputs, attributes = {} }) => {
    expect(() => conv.infer(inputs, attributes)).toThrow(expect.objectContaining({ code: 'autodiff/shape' }))
  })
})
