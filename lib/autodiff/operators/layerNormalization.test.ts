import { perExample, shared, testShapeRule } from '../testing/shapeRules.ts'

const from = (axis: number) => ({ axis: { int: axis } })

testShapeRule(
  'LayerNormalization',
  [
    { inputs: [perExample(4, 3), shared(3)], shape: [4, 3] },
    { inputs: [perExample(4, 2, 3), shared(3), shared(3)], shape: [4, 2, 3] },
    { inputs: [perExample(4, 2, 3), shared(2, 3)], attributes: from(1), shape: [4, 2, 3] },
  ],
  [
    {
      why: 'the axis of examples',
      inputs: [perExample(4, 3), shared(4, 3)],
      attributes: from(0),
      code: 'examples-mix',
    },
    { why: 'a scale that is too short', inputs: [perExample(4, 3), shared(2)], code: 'shape' },
    {
      why: 'a scale of the last axis for two',
      inputs: [perExample(4, 2, 3), shared(3)],
      attributes: from(1),
      code: 'shape',
    },
    {
      why: 'a bias of another shape',
      inputs: [perExample(4, 3), shared(3), shared(1, 3)],
      code: 'shape',
    },
    {
      why: 'an epsilon of zero, by which a flat x would divide',
      inputs: [perExample(4, 3), shared(3)],
      attributes: { epsilon: { float: 0 } },
      code: 'unsupported',
    },
    { why: 'no scale', inputs: [perExample(4, 3)], code: 'shape' },
    {
      why: 'a scale that examples enter',
      inputs: [perExample(3, 3), perExample(3)],
      code: 'unsupported',
    },
    { why: 'an x that no example enters', inputs: [shared(4, 3), shared(3)], code: 'unsupported' },
  ],
)
