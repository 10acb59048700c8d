import * as ort from 'onnxruntime-web'
import { describe, expect, it } from 'vitest'
import { ForwardBuilder } from '../forward.ts'
import { exampleFeeds, float, runGradients, runModel } from '../testing/backend.ts'
import { perExample, shared, testShapeRule, tokens } from '../testing/shapeRules.ts'
import { accumulateGraph, nextName, sumName } from '../trainingGraphs.ts'

ort.env.wasm.numThreads = 1

testShapeRule(
  'Gather',
  [
    { inputs: [shared(5, 3), tokens(4)], shape: [4, 3] },
    { inputs: [shared(5, 3), tokens(4, 2)], shape: [4, 2, 3] },
  ],
  [
    { why: 'examples as a table', inputs: [perExample(4, 3), tokens(4)], code: 'examples-mix' },
    { why: 'indices that are not integers', inputs: [shared(5, 3), perExample(4)], code: 'shape' },
    {
      why: 'columns of a table',
      inputs: [shared(5, 3), tokens(4)],
      attributes: { axis: { int: 1 } },
      code: 'unsupported',
    },
    { why: 'a table of other rank', inputs: [shared(5, 3, 2), tokens(4)], code: 'unsupported' },
    {
      why: 'the same indices for all examples',
      inputs: [shared(5, 3), { ...tokens(4), perExample: false }],
      code: 'unsupported',
    },
  ],
)

const backend = { ort, provider: 'wasm' } as const

/** Two tokens an example, of a table of three rows. */
const graphOf = (batch: number) => {
  const g = new ForwardBuilder(batch, [2], 'int32')
  const read = g.apply('Gather', [g.parameter('table', [3, 1]), g.x])
  const flat = g.apply('Reshape', [read], { shape: { ints: [batch, 2] } })
  return g.finish(g.apply('MatMul', [flat, g.parameter('w', [2, 2])]))
}

describe('an embedding', () => {
  it('counts negative indices from the end, and gives no row to those outside', async () => {
    const example = {
      parameters: [Float64Array.of(1, 2, 3), Float64Array.of(1, 0, 1, 0)],
      x: Float64Array.of(-1, 3),
      labels: Int32Array.of(0),
    }
    const [table, w] = await runGradients(backend, graphOf(1), example, [1])
    // Only row 2, at the first position: logits [3, 0].
    const miss = 1 - 1 / (1 + Math.exp(-3))
    expect([...table!].slice(0, 2)).toEqual([0, 0])
    expect(table![2]).toBeCloseTo(-miss, 6)
    expect(w![0]).toBeCloseTo(-3 * miss, 6)
    expect([...w!].slice(2)).toEqual([0, 0])
  })

  it('leaves out an example whose row overflows, and no other', async () => {
    const graph = graphOf(2)
    const example = {
      parameters: [Float64Array.of(0.5, -1, 3e38), Float64Array.of(2, -3, 1, 4)],
      x: Float64Array.of(0, 1, 2, 2),
      labels: Int32Array.of(1, 0),
    }
    const sums = async (mask: readonly number[]) => {
      const results = await runModel(backend, accumulateGraph(graph, 1), {
        ...exampleFeeds(backend, graph, example),
        [sumName('table')]: float(backend, [3, 1], [0, 0, 0]),
        [sumName('w')]: float(backend, [2, 2], [0, 0, 0, 0]),
        mask: float(backend, [2], mask),
      })
      return [...results[nextName('table')]!, ...results[nextName('w')]!]
    }
    const first = await sums([1, 0])
    expect(Math.hypot(...first)).toBeGreaterThan(0.1)
    expect(await sums([1, 1])).toEqual(first)
    expect((await sums([0, 1])).every((value) => value === 0)).toBe(true)
  })
})
