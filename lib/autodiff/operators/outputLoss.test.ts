import { describe, expect, it } from 'vitest'
import { Emitter } from '../emitter.ts'
import { perExample, shared, testShapeRule, tokens } from '../testing/shapeRules.ts'
import { OPERATORS } from './registry.ts'

const LOSSES = ['BinaryCrossEntropyWithLogits', 'MeanSquaredError', 'Huber'] as const

for (const op of LOSSES)
  testShapeRule(
    op,
    [
      { inputs: [perExample(4, 3), perExample(4, 3)], shape: [4] },
      { inputs: [perExample(4, 1), perExample(4, 1)], shape: [4] },
    ],
    [
      { why: 'outputs alone', inputs: [perExample(4, 3)], code: 'shape' },
      { why: 'a third input', inputs: [perExample(4, 3), perExample(4, 3), perExample(4, 3)], code: 'shape' },
      { why: 'classes', inputs: [perExample(4, 3), tokens(4, 3)], code: 'shape' },
      { why: 'targets that would broadcast', inputs: [perExample(4, 3), perExample(4, 1)], code: 'shape' },
      { why: 'outputs at positions', inputs: [perExample(4, 2, 3), perExample(4, 2, 3)], code: 'shape' },
      {
        why: 'an attribute that it does not know',
        inputs: [perExample(4, 3), perExample(4, 3)],
        attributes: { reduction: { string: 'sum' } },
        code: 'unsupported',
      },
    ],
  )

describe('a loss of outputs and targets', () => {
  it.each(LOSSES)('is refused where %s depends on no example', (op) => {
    for (const inputs of [
      [shared(4, 3), perExample(4, 3)],
      [perExample(4, 3), shared(4, 3)],
    ])
      expect(() => OPERATORS[op].infer(inputs, {})).toThrow(
        expect.objectContaining({ code: 'autodiff/no-loss' }),
      )
  })

  it.each(LOSSES)('is refused where targets of %s are trained', (op) => {
    const context = {
      emit: new Emitter(),
      attributes: {},
      inputs: [perExample(4, 3), perExample(4, 3)],
      output: perExample(4),
      inputNames: ['x', 'z'],
      outputName: 'loss',
      gradient: 'ones',
      wanted: [true, true],
    }
    expect(() => OPERATORS[op].gradient(context)).toThrow(
      expect.objectContaining({ code: 'autodiff/unsupported' }),
    )
  })

  it.each([0, -1, Number.NaN, 1e-60])('is refused where delta of Huber is %s', (delta) => {
    expect(() =>
      OPERATORS.Huber.infer([perExample(4, 3), perExample(4, 3)], { delta: { float: delta } }),
    ).toThrow(expect.objectContaining({ code: 'autodiff/unsupported' }))
  })
})
