import { perExample, shared, testShapeRule, tokens } from '../testing/shapeRules.ts'

const along = (axis: number) => ({ axis: { int: axis } })

for (const op of ['Softmax', 'LogSoftmax'] as const)
  testShapeRule(
    op,
    [
      { inputs: [perExample(4, 3)], shape: [4, 3] },
      { inputs: [perExample(4, 2, 3)], attributes: along(1), shape: [4, 2, 3] },
      { inputs: [perExample(4, 2, 3)], attributes: along(-2), shape: [4, 2, 3] },
    ],
    [
      {
        why: 'the axis of examples',
        inputs: [perExample(4, 3)],
        attributes: along(0),
        code: 'examples-mix',
      },
      {
        why: 'the axis of examples, counted from the back',
        inputs: [perExample(4, 3)],
        attributes: along(-2),
        code: 'examples-mix',
      },
      { why: 'one number per example', inputs: [perExample(4)], code: 'examples-mix' },
      {
        why: 'an axis that is not there',
        inputs: [perExample(4, 3)],
        attributes: along(2),
        code: 'shape',
      },
      { why: 'a value that no example enters', inputs: [shared(4, 3)], code: 'unsupported' },
      { why: 'integers', inputs: [tokens(4, 3)], code: 'shape' },
      { why: 'two inputs', inputs: [perExample(4, 3), perExample(4, 3)], code: 'shape' },
    ],
  )
