import { perExample, testShapeRule, tokens } from '../testing/shapeRules.ts'

const inputs = [perExample(4, 3)]

testShapeRule(
  'LeakyRelu',
  [
    { inputs, shape: [4, 3] },
    { inputs, attributes: { alpha: { float: 0 } }, shape: [4, 3] },
  ],
  [
    { why: 'an alpha that is no float', inputs, attributes: { alpha: { int: 1 } }, code: 'unsupported' },
    {
      why: 'an alpha that float32 does not hold',
      inputs,
      attributes: { alpha: { float: 1e39 } },
      code: 'unsupported',
    },
    { why: 'another attribute', inputs, attributes: { beta: { float: 1 } }, code: 'unsupported' },
    { why: 'whole numbers', inputs: [tokens(4)], code: 'shape' },
  ],
)
