import { describe, expect, it } from 'vitest'
import { perExample } from '../testing/shapeRules.ts'
import { constant } from './constant.ts'

describe('Constant', () => {
  it.each([
    { attributes: { value_float: { float: 0.5 } }, shape: [] },
    { attributes: { value_floats: { floats: [1, 2, 3] } }, shape: [3] },
  ])('depends on no example: $attributes', ({ attributes, shape }) => {
    expect(constant.infer([], attributes)).toEqual({ type: 'float32', shape, perExample: false })
  })

  it.each([
    { why: 'no value', attributes: {}, code: 'autodiff/unsupported' },
    { why: 'whole numbers', attributes: { value_ints: { ints: [1] } }, code: 'autodiff/unsupported' },
    {
      why: 'infinity',
      attributes: { value_float: { float: Number.POSITIVE_INFINITY } },
      code: 'autodiff/unsupported',
    },
    { why: 'no values', attributes: { value_floats: { floats: [] } }, code: 'autodiff/shape' },
    {
      why: 'a value that float32 does not hold',
      attributes: { value_floats: { floats: [1, 1e39] } },
      code: 'autodiff/shape',
    },
  ])('refuses $why', ({ attributes, code }) => {
    expect(() => constant.infer([], attributes)).toThrow(expect.objectContaining({ code }))
  })

  it('takes no inputs', () => {
    expect(() => constant.infer([perExample(4)], { value_float: { float: 1 } })).toThrow(
      expect.objectContaining({ code: 'autodiff/shape' }),
    )
  })
})
