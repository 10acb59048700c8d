import { describe, expect, it } from 'vitest'
import type { Attributes } from '../onnx/model.ts'
import type { TensorInfo } from '../tensor.ts'
import { averagePool } from './averagePool.ts'
import { globalAveragePool } from './globalAveragePool.ts'
import { maxPool } from './maxPool.ts'

const images: TensorInfo = { type: 'float32', shape: [4, 2, 5, 6], perExample: true }
const kernel: Attributes = { kernel_shape: { ints: [3, 2] } }

describe.each([maxPool, averagePool])('$name', ({ infer }) => {
  it.each<{ attributes: Attributes; output: readonly number[] }>([
    { attributes: kernel, output: [3, 5] },
    { attributes: { ...kernel, strides: { ints: [2, 2] } }, output: [2, 3] },
    { attributes: { ...kernel, strides: { ints: [3, 4] }, pads: { ints: [2, 0, 1, 1] } }, output: [2, 2] },
  ])('with $attributes has $output windows', ({ attributes, output }) => {
    expect(infer([images], attributes)).toEqual({ ...images, shape: [4, 2, ...output] })
  })

  it.each<{ what: string; attributes: Attributes; code: string }>([
    { what: 'no kernel_shape', attributes: {}, code: 'autodiff/shape' },
    {
      what: 'a window larger than the image',
      attributes: { kernel_shape: { ints: [6, 2] } },
      code: 'autodiff/shape',
    },
    {
      what: 'a window in the padding alone',
      attributes: { ...kernel, pads: { ints: [0, 2, 0, 0] } },
      code: 'autodiff/shape',
    },
    {
      what: 'a window at the end in the padding alone',
      attributes: { ...kernel, pads: { ints: [0, 0, 3, 0] } },
      code: 'autodiff/shape',
    },
    {
      what: 'sizes rounded up',
      attributes: { ...kernel, ceil_mode: { int: 1 } },
      code: 'autodiff/unsupported',
    },
    {
      what: 'dilations',
      attributes: { ...kernel, dilations: { ints: [2, 2] } },
      code: 'autodiff/unsupported',
    },
  ])('is refused with $what', ({ attributes, code }) => {
    expect(() => infer([images], attributes)).toThrow(expect.objectContaining({ code }))
  })
})

describe.each([maxPool, averagePool, globalAveragePool])('$name', ({ name, infer }) => {
  const attributes = name === 'GlobalAveragePool' ? {} : kernel

  it.each<{ what: string; inputs: readonly TensorInfo[]; code: string }>([
    { what: 'no input', inputs: [], code: 'autodiff/shape' },
    { what: 'two inputs', inputs: [images, images], code: 'autodiff/shape' },
    { what: 'rows instead of images', inputs: [{ ...images, shape: [4, 2] }], code: 'autodiff/shape' },
    { what: 'whole numbers', inputs: [{ ...images, type: 'int32' }], code: 'autodiff/shape' },
    {
      what: 'images that are no examples',
      inputs: [{ ...images, perExample: false }],
      code: 'autodiff/unsupported',
    },
  ])('is refused with $what', ({ inputs, code }) => {
    expect(() => infer(inputs, attributes)).toThrow(expect.objectContaining({ code }))
  })
})

describe('GlobalAveragePool', () => {
  it('leaves one pixel of each channel', () => {
    expect(globalAveragePool.infer([images], {})).toEqual({ ...images, shape: [4, 2, 1, 1] })
    expect(() => globalAveragePool.infer([images], kernel)).toThrow(
      expect.objectContaining({ code: 'autodiff/unsupported' }),
    )
  })
})

describe('AveragePool', () => {
  it('knows two ways to count padding', () => {
    expect(() => averagePool.infer([images], { ...kernel, count_include_pad: { int: 2 } })).toThrow(
      expect.objectContaining({ code: 'autodiff/shape' }),
    )
  })
})
