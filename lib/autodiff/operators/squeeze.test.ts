import { ints, perExample, testShapeRule } from '../testing/shapeRules.ts'

testShapeRule(
  'Squeeze',
  [
    { inputs: [perExample(4, 1, 3, 1)], attributes: ints('axes', -1, 1), shape: [4, 3] },
    { inputs: [perExample(1, 1)], attributes: ints('axes', 1), shape: [1] },
  ],
  [
    {
      why: 'the axis of examples',
      inputs: [perExample(1, 3)],
      attributes: ints('axes', 0),
      code: 'examples-mix',
    },
    // A batch of one would lose its axis of examples.
    { why: 'all axes of size 1', inputs: [perExample(4, 1)], code: 'examples-mix' },
    {
      why: 'an axis of another size',
      inputs: [perExample(4, 3)],
      attributes: ints('axes', 1),
      code: 'shape',
    },
  ],
)
