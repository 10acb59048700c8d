import { perExample, testShapeRule, tokens } from '../testing/shapeRules.ts'

const inputs = [perExample(4, 3)]
const by = (approximate: string) => ({ approximate: { string: approximate } })

testShapeRule(
  'Gelu',
  [
    { inputs, shape: [4, 3] },
    { inputs, attributes: by('none'), shape: [4, 3] },
    { inputs, attributes: by('tanh'), shape: [4, 3] },
  ],
  [
    { why: 'another approximation', inputs, attributes: by('sigmoid'), code: 'unsupported' },
    {
      why: 'an approximation that is no name',
      inputs,
      attributes: { approximate: { int: 1 } },
      code: 'unsupported',
    },
    { why: 'another attribute', inputs, attributes: { alpha: { float: 1 } }, code: 'unsupported' },
    { why: 'whole numbers', inputs: [tokens(4)], code: 'shape' },
  ],
)
