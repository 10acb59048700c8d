import { perExample, shared, testShapeRule, tokens } from '../testing/shapeRules.ts'

const inputs = [perExample(4, 3)]
const between = (min: number, max: number) => ({ min: { float: min }, max: { float: max } })

testShapeRule(
  'Clip',
  [
    { inputs, shape: [4, 3] },
    { inputs, attributes: { min: { float: 0 } }, shape: [4, 3] },
    { inputs, attributes: between(0, 6), shape: [4, 3] },
  ],
  [
    { why: 'bounds in the wrong order', inputs, attributes: between(1, 0), code: 'unsupported' },
    { why: 'bounds with nothing between', inputs, attributes: between(1, 1), code: 'unsupported' },
    { why: 'a bound that is not a number', inputs, attributes: between(0, Number.NaN), code: 'unsupported' },
    {
      why: 'bounds that are values of the graph',
      inputs: [...inputs, shared(), shared()],
      code: 'unsupported',
    },
    { why: 'another attribute', inputs, attributes: { maximum: { float: 1 } }, code: 'unsupported' },
    { why: 'whole numbers', inputs: [tokens(4)], code: 'shape' },
  ],
)
