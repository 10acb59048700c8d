import * as ort from 'onnxruntime-web'
import { describe, expect, it } from 'vitest'
import { ForwardBuilder } from './forward.ts'
import { exampleFeeds, float, runModel } from './testing/backend.ts'
import { fixedSequence } from './testing/random.ts'
import { accumulateGraph, nextName, sumName } from './trainingGraphs.ts'

ort.env.wasm.numThreads = 1

const backend = { ort, provider: 'wasm' } as const
const BATCH = 5
const POSITIONS = 6
const WIDTH = 5

/**
 * The same token everywhere, of which a softmax over positions takes nothing but their count: parts of the gradient cancel, and
 * what is left of it, and of its norm, is rounding.
 */
const cancelling = () => {
  const g = new ForwardBuilder(BATCH, [POSITIONS], 'int32')
  const read = g.apply('Gather', [g.parameter('table', [2, WIDTH]), g.x])
  const weights = g.apply('Softmax', [read], { axis: { int: 1 } })
  const first = g.apply('Slice', [weights], {
    axes: { ints: [1] },
    starts: { ints: [0] },
    ends: { ints: [1] },
  })
  return g.finish(g.apply('Squeeze', [first], { axes: { ints: [1] } }))
}

const clippedSum = async (clipNorm: number, mask: readonly number[]): Promise<Float32Array> => {
  const graph = cancelling()
  const uniform = fixedSequence(5)
  const results = await runModel(backend, accumulateGraph(graph, clipNorm), {
    ...exampleFeeds(backend, graph, {
      parameters: [Float64Array.from({ length: 2 * WIDTH }, () => 4 * uniform() - 2)],
      x: new Float64Array(BATCH * POSITIONS),
      labels: Int32Array.from({ length: BATCH }, (_, row) => row % WIDTH),
    }),
    [sumName('table')]: float(backend, [2, WIDTH], new Float32Array(2 * WIDTH)),
    mask: float(backend, [BATCH], mask),
  })
  return results[nextName('table')]!
}

const only = (row: number) => Array.from({ length: BATCH }, (_, index) => (index === row ? 1 : 0))

describe('an example whose norm is zero but for rounding', () => {
  it('spoils no sum, though that norm may come out below zero', async () => {
    for (const value of await clippedSum(1, new Array<number>(BATCH).fill(1)))
      expect(Math.abs(value)).toBeLessThan(1e-5)
  })

  it('passes no more of the rounding than the clipping norm', async () => {
    for (let row = 0; row < BATCH; row++)
      expect(Math.hypot(...(await clippedSum(1e-9, only(row))))).toBeLessThanOrEqual(1e-9)
  })
})
