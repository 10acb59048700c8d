import type { TensorInfo } from '../tensor.ts'
import { perExample, shared, testShapeRule, tokens } from '../testing/shapeRules.ts'

const condition = (...shape: readonly number[]): TensorInfo => ({ type: 'bool', shape, perExample: true })

testShapeRule(
  'Where',
  [
    { inputs: [condition(4, 3), perExample(4, 3), perExample(4, 1)], shape: [4, 3] },
    { inputs: [condition(4, 5, 1), shared(5, 3), shared()], shape: [4, 5, 3] },
    { inputs: [{ ...condition(3), perExample: false }, perExample(4, 3), shared(1, 3)], shape: [4, 3] },
  ],
  [
    { why: 'two inputs', inputs: [condition(4, 3), perExample(4, 3)], code: 'shape' },
    {
      why: 'a condition that is a number',
      inputs: [perExample(4, 3), perExample(4, 3), perExample(4, 3)],
      code: 'shape',
    },
    {
      why: 'whole numbers to choose from',
      inputs: [condition(4, 3), tokens(4, 3), perExample(4, 3)],
      code: 'shape',
    },
    {
      why: 'sizes that do not broadcast',
      inputs: [condition(4, 3), perExample(4, 3), shared(2)],
      code: 'shape',
    },
    {
      why: 'a parameter for each place in the batch',
      inputs: [condition(4, 3), perExample(4, 3), shared(4, 3)],
      code: 'examples-mix',
    },
    {
      why: 'a condition for each place in the batch',
      inputs: [{ ...condition(4, 3), perExample: false }, perExample(4, 3), shared()],
      code: 'examples-mix',
    },
    {
      why: 'conditions of other examples as features',
      inputs: [condition(4), perExample(4, 4), shared()],
      code: 'examples-mix',
    },
    {
      why: 'an attribute',
      inputs: [condition(4, 3), perExample(4, 3), shared()],
      attributes: { axis: { int: 1 } },
      code: 'unsupported',
    },
  ],
)
