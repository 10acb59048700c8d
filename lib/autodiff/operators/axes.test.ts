import { describe, expect, it } from 'vitest'
import type { Attributes } from '../onnx/model.ts'
import type { TensorInfo } from '../tensor.ts'
import { ints, perExample, shared, tokens } from '../testing/shapeRules.ts'
import { OPERATORS, type OperatorName } from './registry.ts'

interface Use {
  readonly op: OperatorName
  readonly inputs: readonly TensorInfo[]
  readonly attributes: Attributes
}

const value = [perExample(4, 2, 3)]
const axis: Attributes = { axis: { int: 1 } }
const axes = ints('axes', 1)

const USES: readonly Use[] = [
  { op: 'Softmax', inputs: value, attributes: axis },
  { op: 'LogSoftmax', inputs: value, attributes: axis },
  { op: 'LayerNormalization', inputs: [...value, shared(2, 3)], attributes: axis },
  { op: 'ReduceSum', inputs: value, attributes: axes },
  { op: 'ReduceMean', inputs: value, attributes: axes },
  { op: 'ReduceMax', inputs: value, attributes: axes },
  { op: 'Transpose', inputs: value, attributes: ints('perm', 0, 2, 1) },
  { op: 'Squeeze', inputs: [perExample(4, 1, 3)], attributes: axes },
  { op: 'Unsqueeze', inputs: value, attributes: axes },
  { op: 'Concat', inputs: [...value, ...value], attributes: axis },
  {
    op: 'Slice',
    inputs: value,
    attributes: { ...axes, ...ints('starts', 0), ...ints('ends', 1), ...ints('steps', 1) },
  },
  { op: 'Expand', inputs: value, attributes: ints('shape', 4, 2, 3) },
  { op: 'MatMul', inputs: [perExample(4, 3), shared(3, 2)], attributes: {} },
  { op: 'Gather', inputs: [shared(5, 3), tokens(4)], attributes: { axis: { int: 0 } } },
]

const unsupported = expect.objectContaining({ code: 'autodiff/unsupported' })

describe('attributes', () => {
  it.each(USES)('of $op: one that it does not know is refused', ({ op, inputs, attributes }) => {
    expect(OPERATORS[op].infer(inputs, attributes).perExample).toBe(true)
    expect(() => OPERATORS[op].infer(inputs, { ...attributes, unknown: { int: 1 } })).toThrow(unsupported)
  })

  it.each(
    USES.flatMap(({ attributes, ...use }) =>
      Object.keys(attributes).map((name) => ({ ...use, attributes, name })),
    ),
  )('of $op: $name of another kind is refused', ({ op, inputs, attributes, name }) => {
    expect(() => OPERATORS[op].infer(inputs, { ...attributes, [name]: { float: 1 } })).toThrow(unsupported)
  })
})
