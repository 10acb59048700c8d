import { perExample, shared, testShapeRule, tokens } from '../testing/shapeRules.ts'

for (const op of ['Abs', 'Erf', 'Exp', 'Identity', 'Log', 'Neg', 'Sigmoid', 'Sqrt', 'Tanh'] as const)
  testShapeRule(
    op,
    [
      { inputs: [perExample(4)], shape: [4] },
      { inputs: [perExample(4, 2, 3)], shape: [4, 2, 3] },
    ],
    [
      { why: 'no input', inputs: [], code: 'shape' },
      { why: 'two inputs', inputs: [perExample(4, 3), shared(3)], code: 'shape' },
      { why: 'whole numbers', inputs: [tokens(4)], code: 'shape' },
      {
        why: 'an attribute that it does not know',
        inputs: [perExample(4, 3)],
        attributes: { alpha: { float: 1 } },
        code: 'unsupported',
      },
    ],
  )
