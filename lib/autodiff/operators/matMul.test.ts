import { perExample, shared, testShapeRule } from '../testing/shapeRules.ts'

testShapeRule(
  'MatMul',
  [
    { inputs: [perExample(4, 2, 5, 3), shared(3, 2)], shape: [4, 2, 5, 2] },
    { inputs: [perExample(4, 5, 3), perExample(4, 3, 2)], shape: [4, 5, 2] },
    { inputs: [perExample(4, 2, 5, 3), perExample(4, 2, 3, 5)], shape: [4, 2, 5, 5] },
  ],
  [
    {
      why: 'examples times examples',
      inputs: [perExample(4, 4), perExample(4, 4)],
      code: 'examples-mix',
    },
    {
      why: 'the examples of the right side as heads of the left',
      inputs: [perExample(4, 4, 5, 3), perExample(4, 3, 5)],
      code: 'examples-mix',
    },
    {
      why: 'one right side per example and a matrix of examples',
      inputs: [perExample(4, 3), perExample(4, 3, 2)],
      code: 'examples-mix',
    },
    {
      why: 'heads that do not match',
      inputs: [perExample(4, 2, 5, 3), perExample(4, 1, 3, 5)],
      code: 'shape',
    },
    {
      why: 'inner sizes that do not match',
      inputs: [perExample(4, 5, 3), perExample(4, 5, 3)],
      code: 'shape',
    },
    {
      why: 'a weight for each head',
      inputs: [perExample(4, 2, 5, 3), shared(2, 3, 5)],
      code: 'unsupported',
    },
  ],
)
