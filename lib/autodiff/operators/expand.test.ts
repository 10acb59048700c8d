import { ints, perExample, shared, testShapeRule } from '../testing/shapeRules.ts'

testShapeRule(
  'Expand',
  [
    { inputs: [perExample(4, 1)], attributes: ints('shape', 4, 3), shape: [4, 3] },
    { inputs: [perExample(4, 1, 3)], attributes: ints('shape', 2, 1), shape: [4, 2, 3] },
    { inputs: [shared(1, 3)], attributes: ints('shape', 4, 3), shape: [4, 3] },
    { inputs: [shared(3)], attributes: ints('shape', 4, 2, 1), shape: [4, 2, 3] },
    { inputs: [shared(1, 3)], attributes: ints('shape', 1, 3), shape: [1, 3] },
  ],
  [
    {
      why: 'a new axis before that of examples',
      inputs: [perExample(4, 3)],
      attributes: ints('shape', 2, 4, 3),
      code: 'examples-mix',
    },
    {
      why: 'one example repeated as a batch',
      inputs: [perExample(1, 3)],
      attributes: ints('shape', 4, 3),
      code: 'examples-mix',
    },
    {
      why: 'a parameter with a row for each place in the batch',
      inputs: [shared(4, 1)],
      attributes: ints('shape', 4, 3),
      code: 'examples-mix',
    },
    {
      why: 'a shape that does not broadcast',
      inputs: [perExample(4, 3)],
      attributes: ints('shape', 4, 2),
      code: 'shape',
    },
    {
      why: 'an open size',
      inputs: [perExample(4, 1)],
      attributes: ints('shape', 4, -1),
      code: 'shape',
    },
    { why: 'no shape', inputs: [perExample(4, 1)], code: 'shape' },
  ],
)
