import { describe, expect, it } from 'vitest'
import { flatten } from './flatten.ts'

const images = { type: 'float32', shape: [4, 2, 3, 5], perExample: true } as const

describe('Flatten', () => {
  it('makes one row of features of each example', () => {
    const flat = { type: 'float32', shape: [4, 30], perExample: true }
    expect(flatten.infer([images], {})).toEqual(flat)
    expect(flatten.infer([images], { axis: { int: 1 } })).toEqual(flat)
    expect(flatten.infer([{ ...images, shape: [4] }], {})).toEqual({ ...flat, shape: [4, 1] })
  })

  it.each([0, 2, 4])('is refused with axis %i, which moves the axis of examples', (axis) => {
    expect(() => flatten.infer([images], { axis: { int: axis } })).toThrow(
      expect.objectContaining({ code: 'autodiff/examples-mix' }),
    )
  })

  it('takes one input, and no attribute but the axis', () => {
    const shape = expect.objectContaining({ code: 'autodiff/shape' })
    expect(() => flatten.infer([], {})).toThrow(shape)
    expect(() => flatten.infer([images, images], {})).toThrow(shape)
    expect(() => flatten.infer([{ ...images, shape: [] }], {})).toThrow(shape)
    expect(() => flatten.infer([images], { allowzero: { int: 1 } })).toThrow(
      expect.objectContaining({ code: 'autodiff/unsupported' }),
    )
  })
})
