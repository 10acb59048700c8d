import { describe, expect, it } from 'vitest'
import { cnnFixture } from '../protocol/task.fixture.ts'
import { parameterCount } from '../protocol/task.ts'
import { forwardGraph } from './architecture.ts'
import { ForwardBuilder } from './forward.ts'
import { initialWeights } from './initialise.ts'
import { accumulateGraph, gradientGraph } from './trainingGraphs.ts'

describe('a forward graph', () => {
  it('of an mlp has its parameters in the order of flat weights', () => {
    const architecture = { kind: 'mlp', inputs: 5, hidden: [4], outputs: 3 } as const
    const graph = forwardGraph({ ...architecture, hidden: [4] }, 2)
    expect(graph.parameters.map(({ name, shape }) => [name, shape])).toEqual([
      ['layer1.weight', [5, 4]],
      ['layer1.bias', [4]],
      ['layer2.weight', [4, 3]],
      ['layer2.bias', [3]],
    ])
    expect(graph.parameters.reduce((sum, { size }) => sum + size, 0)).toBe(
      parameterCount({ ...architecture, hidden: [4] }),
    )
  })

  it('refuses an operator that is not on the list', () => {
    const builder = new ForwardBuilder(2, [3])
    const name = 'constructor' as 'Relu'
    expect(() => builder.apply(name, [builder.x])).toThrow(
      expect.objectContaining({ code: 'autodiff/unsupported' }),
    )
  })

  it('refuses a parameter that the loss does not depend on', () => {
    const builder = new ForwardBuilder(2, [3])
    builder.parameter('idle', [3])
    const graph = builder.finish(builder.apply('MatMul', [builder.x, builder.parameter('w', [3, 2])]))
    for (const make of [() => gradientGraph(graph), () => accumulateGraph(graph, 1)])
      expect(make).toThrow(expect.objectContaining({ code: 'autodiff/no-loss' }))
  })

  it('refuses per-example clipping of a parameter that is used twice', () => {
    const builder = new ForwardBuilder(2, [3])
    const w = builder.parameter('w', [3, 3])
    const graph = builder.finish(builder.apply('MatMul', [builder.apply('MatMul', [builder.x, w]), w]))
    expect(() => accumulateGraph(graph, 1)).toThrow(
      expect.objectContaining({ code: 'autodiff/shared-parameter' }),
    )
    expect(gradientGraph(graph).length).toBeGreaterThan(0)
  })

  it('refuses per-example clipping of a parameter that meets no example where it enters', () => {
    const builder = new ForwardBuilder(2, [3])
    const sum = builder.apply('Add', [builder.parameter('a', [3, 2]), builder.parameter('b', [2])])
    const graph = builder.finish(builder.apply('MatMul', [builder.x, sum]))
    expect(() => accumulateGraph(graph, 1)).toThrow(expect.objectContaining({ code: 'autodiff/unsupported' }))
  })
})

describe('initial weights', () => {
  it('are He-scaled normal weights and zero biases', () => {
    const weights = initialWeights({ kind: 'mlp', inputs: 8, hidden: [2], outputs: 3 }, () => 1)
    expect([...weights.subarray(0, 16)]).toEqual(new Array(16).fill(0.5))
    expect([...weights.subarray(16, 18)]).toEqual([0, 0])
    expect([...weights.subarray(18, 24)]).toEqual(new Array(6).fill(1))
    expect([...weights.subarray(24)]).toEqual([0, 0, 0])
  })

  it('of convolutions spread by the numbers under a filter', () => {
    const convolution = { filters: 2, kernel: 2, stride: 1, pad: 0, pool: 1 }
    const relu = cnnFixture({ convolutions: [convolution], hidden: [], outputs: 2, activation: 'relu' })
    const first = initialWeights({ ...relu, input: { channels: 2, height: 2, width: 3 } }, () => 1)
    // Eight numbers under a filter: sqrt(2 / 8). Then a dense layer of 2 by 1 by 2 numbers to two: sqrt(2 / 4).
    expect([...first.subarray(0, 18)]).toEqual([...new Array(16).fill(0.5), 0, 0])
    expect([...first.subarray(18)]).toEqual([...new Array(8).fill(Math.fround(Math.sqrt(0.5))), 0, 0])
  })

  it('of embeddings are spread as if each word were a layer of one number', () => {
    const bag = initialWeights({ kind: 'text-bag', words: 9, buckets: 4, width: 7, outputs: 1 }, () => 1)
    // sqrt(2 / (1 + 7)), and no bias; then seven to one: sqrt(2 / 8).
    expect([...bag]).toEqual([...new Array(28).fill(0.5), ...new Array(7).fill(0.5), 0])
  })

  it('are spread by fan in and fan out where there is a tanh, or nothing', () => {
    const logistic = initialWeights({ kind: 'logistic', inputs: 6, outputs: 2 }, () => 1)
    expect([...logistic]).toEqual([...new Array(12).fill(0.5), 0, 0])
    const convolution = { filters: 3, kernel: 2, stride: 1, pad: 0, pool: 1 }
    const input = { channels: 1, height: 2, width: 2 }
    const tanh = initialWeights(
      cnnFixture({ input, convolutions: [convolution], hidden: [], outputs: 5 }),
      () => 1,
    )
    // Four numbers under a filter, and each reaches twelve: sqrt(2 / 16). Then three to five: sqrt(2 / 8).
    expect([...tanh.subarray(0, 15)]).toEqual([...new Array(12).fill(Math.fround(Math.sqrt(1 / 8))), 0, 0, 0])
    expect([...tanh.subarray(15)]).toEqual([...new Array(15).fill(0.5), 0, 0, 0, 0, 0])
  })
})
