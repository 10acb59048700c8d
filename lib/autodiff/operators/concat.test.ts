import { perExample, shared, testShapeRule, tokens } from '../testing/shapeRules.ts'

const along = (axis: number) => ({ axis: { int: axis } })

testShapeRule(
  'Concat',
  [
    { inputs: [perExample(4, 2), perExample(4, 3)], attributes: along(1), shape: [4, 5] },
    {
      inputs: [perExample(4, 2, 3), perExample(4, 1, 3), perExample(4, 2, 3)],
      attributes: along(-2),
      shape: [4, 5, 3],
    },
    { inputs: [perExample(4, 2)], attributes: along(1), shape: [4, 2] },
  ],
  [
    {
      why: 'the axis of examples',
      inputs: [perExample(4, 2), perExample(4, 2)],
      attributes: along(-2),
      code: 'examples-mix',
    },
    {
      why: 'a parameter with a row for each place in the batch',
      inputs: [perExample(4, 2), shared(4, 3)],
      attributes: along(1),
      code: 'examples-mix',
    },
    {
      why: 'other sizes beside the axis',
      inputs: [perExample(4, 2, 3), perExample(4, 2, 2)],
      attributes: along(1),
      code: 'shape',
    },
    {
      why: 'other ranks',
      inputs: [perExample(4, 2), perExample(4, 2, 1)],
      attributes: along(1),
      code: 'shape',
    },
    { why: 'no axis', inputs: [perExample(4, 2)], code: 'shape' },
    { why: 'integers', inputs: [tokens(4, 2)], attributes: along(1), code: 'shape' },
  ],
)
