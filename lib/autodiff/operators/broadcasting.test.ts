import { perExample, shared, testShapeRule, tokens } from '../testing/shapeRules.ts'

for (const op of ['Add', 'Div', 'Mul', 'Sub'] as const)
  testShapeRule(
    op,
    [
      { inputs: [perExample(4, 3), shared(3)], shape: [4, 3] },
      { inputs: [perExample(4, 3), shared()], shape: [4, 3] },
      { inputs: [shared(1, 5, 1), perExample(4, 1, 3)], shape: [4, 5, 3] },
      { inputs: [perExample(4, 3), perExample(4, 1)], shape: [4, 3] },
      { inputs: [perExample(1, 3), shared(1, 3)], shape: [1, 3] },
    ],
    [
      { why: 'one input', inputs: [perExample(4, 3)], code: 'shape' },
      { why: 'three inputs', inputs: [perExample(4, 3), shared(3), shared(3)], code: 'shape' },
      { why: 'whole numbers', inputs: [perExample(4, 3), tokens(4, 3)], code: 'shape' },
      { why: 'sizes that do not broadcast', inputs: [perExample(4, 3), shared(2)], code: 'shape' },
      {
        why: 'a parameter for each place in the batch',
        inputs: [perExample(4, 3), shared(4, 3)],
        code: 'examples-mix',
      },
      {
        why: 'an axis before that of examples',
        inputs: [perExample(4, 3), shared(2, 4, 3)],
        code: 'examples-mix',
      },
      {
        why: 'the examples of a batch as features of each',
        inputs: [perExample(4, 4), perExample(4)],
        code: 'examples-mix',
      },
      {
        why: 'an example repeated for a batch of a parameter',
        inputs: [perExample(1, 3), shared(4, 3)],
        code: 'examples-mix',
      },
      {
        why: 'an attribute that it does not know',
        inputs: [perExample(4, 3), shared(3)],
        attributes: { axis: { int: 1 } },
        code: 'unsupported',
      },
    ],
  )
