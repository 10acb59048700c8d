import { perExample, shared, testShapeRule, tokens } from '../testing/shapeRules.ts'

const inputs = [perExample(4, 3)]
const to = (exponent: number) => ({ exponent: { float: exponent } })

testShapeRule(
  'Pow',
  [
    { inputs, attributes: to(2), shape: [4, 3] },
    { inputs, attributes: to(-0.5), shape: [4, 3] },
  ],
  [
    { why: 'no exponent', inputs, code: 'unsupported' },
    { why: 'an exponent of 0', inputs, attributes: to(0), code: 'unsupported' },
    { why: 'an exponent that is no number', inputs, attributes: to(Number.NaN), code: 'unsupported' },
    {
      why: 'an exponent that is a value of the graph',
      inputs: [...inputs, shared()],
      attributes: to(2),
      code: 'unsupported',
    },
    {
      why: 'another attribute',
      inputs,
      attributes: { ...to(2), alpha: { float: 1 } },
      code: 'unsupported',
    },
    { why: 'whole numbers', inputs: [tokens(4)], attributes: to(2), code: 'shape' },
    { why: 'no input', inputs: [], attributes: to(2), code: 'shape' },
  ],
)
