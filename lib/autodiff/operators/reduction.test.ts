import { ints, perExample, shared, testShapeRule } from '../testing/shapeRules.ts'

const dropped = { keepdims: { int: 0 } }

for (const op of ['ReduceSum', 'ReduceMean', 'ReduceMax'] as const)
  testShapeRule(
    op,
    [
      { inputs: [perExample(4, 2, 3)], attributes: ints('axes', 1), shape: [4, 1, 3] },
      { inputs: [perExample(4, 2, 3)], attributes: { ...ints('axes', -1, 1), ...dropped }, shape: [4] },
    ],
    [
      {
        why: 'the axis of examples',
        inputs: [perExample(4, 3)],
        attributes: ints('axes', 0),
        code: 'examples-mix',
      },
      {
        why: 'the axis of examples, counted from the back',
        inputs: [perExample(4, 3)],
        attributes: ints('axes', 1, -2),
        code: 'examples-mix',
      },
      { why: 'all axes', inputs: [perExample(4, 3)], code: 'examples-mix' },
      {
        why: 'an axis that is not there',
        inputs: [perExample(4, 3)],
        attributes: ints('axes', 2),
        code: 'shape',
      },
      {
        why: 'an axis twice',
        inputs: [perExample(4, 3)],
        attributes: ints('axes', 1, -1),
        code: 'shape',
      },
      {
        why: 'a value that no example enters',
        inputs: [shared(4, 3)],
        attributes: ints('axes', 1),
        code: 'unsupported',
      },
    ],
  )
