import { describe, expect, it } from 'vitest'
import { ForwardBuilder } from '../forward.ts'
import { perExample, shared, tokens } from '../testing/shapeRules.ts'
import { accumulateGraph, gradientGraph } from '../trainingGraphs.ts'
import { greater } from './greater.ts'
import { less } from './less.ts'

describe.each([greater, less])('$name', ({ name, infer }) => {
  it('gives a condition per example', () => {
    expect(infer([perExample(4, 1, 3), shared(5, 1)], {})).toEqual({
      type: 'bool',
      shape: [4, 5, 3],
      perExample: true,
    })
  })

  it.each([
    { why: 'whole numbers', inputs: [tokens(4), shared()], code: 'autodiff/shape' },
    { why: 'one input', inputs: [perExample(4)], code: 'autodiff/shape' },
    {
      why: 'a bound for each place in the batch',
      inputs: [perExample(4, 3), shared(4, 3)],
      code: 'autodiff/examples-mix',
    },
  ])('refuses $why', ({ inputs, code }) => {
    expect(() => infer(inputs, {})).toThrow(expect.objectContaining({ code }))
  })

  it('passes no gradient to a bound that is a parameter', () => {
    const g = new ForwardBuilder(2, [3])
    const op = name === 'Greater' ? 'Greater' : 'Less'
    const mask = g.apply('Cast', [g.apply(op, [g.x, g.parameter('bound', [3])])], { to: { int: 1 } })
    const graph = g.finish(g.apply('MatMul', [mask, g.parameter('w', [3, 2])]))
    expect(() => gradientGraph(graph)).toThrow(expect.objectContaining({ code: 'autodiff/no-loss' }))
    expect(() => accumulateGraph(graph, 1)).toThrow(expect.objectContaining({ code: 'autodiff/unsupported' }))
  })
})
