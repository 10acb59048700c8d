import { ints, perExample, shared, testShapeRule } from '../testing/shapeRules.ts'

testShapeRule(
  'Transpose',
  [{ inputs: [perExample(4, 2, 3)], attributes: ints('perm', 0, 2, 1), shape: [4, 3, 2] }],
  [
    {
      why: 'an order that moves examples',
      inputs: [perExample(4, 2)],
      attributes: ints('perm', 1, 0),
      code: 'examples-mix',
    },
    { why: 'no order, which reverses all axes', inputs: [perExample(4, 2)], code: 'examples-mix' },
    {
      why: 'an order with an axis twice',
      inputs: [perExample(4, 2, 3)],
      attributes: ints('perm', 0, 1, 1),
      code: 'shape',
    },
    {
      why: 'an order of too few axes',
      inputs: [perExample(4, 2, 3)],
      attributes: ints('perm', 0, 1),
      code: 'shape',
    },
    {
      why: 'a value that no example enters',
      inputs: [shared(4, 3)],
      attributes: ints('perm', 0, 1),
      code: 'unsupported',
    },
  ],
)
