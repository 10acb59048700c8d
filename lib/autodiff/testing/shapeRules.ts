import { describe, expect, it } from 'vitest'
import type { Attributes } from '../onnx/model.ts'
import { OPERATORS, type OperatorName } from '../operators/registry.ts'
import type { TensorInfo } from '../tensor.ts'

/** For tests only. */
export const perExample = (...shape: readonly number[]): TensorInfo => ({
  type: 'float32',
  shape,
  perExample: true,
})
export const shared = (...shape: readonly number[]): TensorInfo => ({
  type: 'float32',
  shape,
  perExample: false,
})
export const tokens = (...shape: readonly number[]): TensorInfo => ({
  type: 'int32',
  shape,
  perExample: true,
})
export const ints = (name: string, ...values: readonly number[]): Attributes => ({ [name]: { ints: values } })

interface Use {
  readonly inputs: readonly TensorInfo[]
  readonly attributes?: Attributes
}

/** Tests of one operator's shape rule: what it accepts gives a float32 value per example, what it refuses has a code. */
export const testShapeRule = (
  op: OperatorName,
  accepted: readonly (Use & { shape: readonly number[] })[],
  refused: readonly (Use & { why: string; code: 'shape' | 'examples-mix' | 'unsupported' })[],
): void => {
  describe(`the shape rule of ${op}`, () => {
    it.each(accepted)('gives $shape with $attributes', ({ inputs, attributes = {}, shape }) => {
      expect(OPERATORS[op].infer(inputs, attributes)).toEqual({ type: 'float32', shape, perExample: true })
    })

    it.each(refused)('refuses $why with $code', ({ inputs, attributes = {}, code }) => {
      expect(() => OPERATORS[op].infer(inputs, attributes)).toThrow(
        expect.objectContaining({ code: `autodiff/${code}` }),
      )
    })
  })
}
