import { perExample, shared, testShapeRule } from '../testing/shapeRules.ts'

const bounds = (axis: number, start: number, end: number, step?: number) => ({
  axes: { ints: [axis] },
  starts: { ints: [start] },
  ends: { ints: [end] },
  ...(step === undefined ? {} : { steps: { ints: [step] } }),
})

testShapeRule(
  'Slice',
  [
    { inputs: [perExample(4, 6)], attributes: bounds(1, 1, 4), shape: [4, 3] },
    { inputs: [perExample(4, 6)], attributes: bounds(-1, -5, -1, 3), shape: [4, 2] },
    { inputs: [perExample(4, 6)], attributes: bounds(1, -100, 100, 4), shape: [4, 2] },
  ],
  [
    {
      why: 'the axis of examples',
      inputs: [perExample(4, 6)],
      attributes: bounds(0, 0, 2),
      code: 'examples-mix',
    },
    {
      why: 'bounds without axes, which are those from the first on',
      inputs: [perExample(4, 6)],
      attributes: { starts: { ints: [0] }, ends: { ints: [2] } },
      code: 'examples-mix',
    },
    {
      why: 'bounds that leave nothing',
      inputs: [perExample(4, 6)],
      attributes: bounds(1, 4, 4),
      code: 'shape',
    },
    {
      why: 'fewer bounds than axes',
      inputs: [perExample(4, 6, 2)],
      attributes: { axes: { ints: [1, 2] }, starts: { ints: [0, 0] }, ends: { ints: [2] } },
      code: 'shape',
    },
    {
      why: 'a step back',
      inputs: [perExample(4, 6)],
      attributes: bounds(1, 4, 0, -1),
      code: 'unsupported',
    },
    {
      why: 'a value that no example enters',
      inputs: [shared(4, 6)],
      attributes: bounds(1, 1, 4),
      code: 'unsupported',
    },
  ],
)
