import type { TensorInfo } from '../tensor.ts'
import { perExample, testShapeRule, tokens } from '../testing/shapeRules.ts'

const condition: TensorInfo = { type: 'bool', shape: [4, 3], perExample: true }
const to = (type: number) => ({ to: { int: type } })

testShapeRule(
  'Cast',
  [
    { inputs: [condition], attributes: to(1), shape: [4, 3] },
    { inputs: [perExample(4, 3)], attributes: to(1), shape: [4, 3] },
  ],
  [
    { why: 'whole numbers', inputs: [tokens(4)], attributes: to(1), code: 'unsupported' },
    { why: 'int32 as its result', inputs: [perExample(4, 3)], attributes: to(6), code: 'unsupported' },
    { why: 'no type', inputs: [condition], code: 'unsupported' },
    {
      why: 'another attribute',
      inputs: [condition],
      attributes: { ...to(1), saturate: { int: 1 } },
      code: 'unsupported',
    },
    { why: 'no input', inputs: [], attributes: to(1), code: 'shape' },
    { why: 'two inputs', inputs: [condition, condition], attributes: to(1), code: 'shape' },
  ],
)
