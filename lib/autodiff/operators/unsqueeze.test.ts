import { ints, perExample, testShapeRule } from '../testing/shapeRules.ts'

testShapeRule(
  'Unsqueeze',
  [
    { inputs: [perExample(4, 3)], attributes: ints('axes', 1), shape: [4, 1, 3] },
    { inputs: [perExample(4, 3)], attributes: ints('axes', -1, 1), shape: [4, 1, 3, 1] },
  ],
  [
    {
      why: 'an axis before that of examples',
      inputs: [perExample(4, 3)],
      attributes: ints('axes', 0),
      code: 'examples-mix',
    },
    { why: 'no axes', inputs: [perExample(4, 3)], code: 'examples-mix' },
    {
      why: 'an axis beyond the result',
      inputs: [perExample(4, 3)],
      attributes: ints('axes', 3),
      code: 'shape',
    },
    {
      why: 'an axis twice',
      inputs: [perExample(4, 3)],
      attributes: ints('axes', 1, 1),
      code: 'shape',
    },
  ],
)
