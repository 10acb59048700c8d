import * as ort from 'onnxruntime-web'
import { expect, it } from 'vitest'
import { ForwardBuilder } from './forward.ts'
import { exampleFeeds, float, runModel } from './testing/backend.ts'
import { fixedSequence } from './testing/random.ts'
import { accumulateGraph, nextName, sumName } from './trainingGraphs.ts'

ort.env.wasm.numThreads = 1

const backend = { ort, provider: 'wasm' } as const
const BATCH = 32
const POSITIONS = 6
const WIDTH = 5

it('an example whose norm is zero, or less by rounding, spoils no sum', async () => {
  // The same token everywhere: what a softmax over positions gives does not depend on its row, so parts cancel.
  const g = new ForwardBuilder(BATCH, [POSITIONS], 'int32')
  const read = g.apply('Gather', [g.parameter('table', [2, WIDTH]), g.x])
  const weights = g.apply('Softmax', [read], { axis: { int: 1 } })
  const first = g.apply('Slice', [weights], {
    axes: { ints: [1] },
    starts: { ints: [0] },
    ends: { ints: [1] },
  })
  const graph = g.finish(g.apply('Squeeze', [first], { axes: { ints: [1] } }))
  const uniform = fixedSequence(5)
  const results = await runModel(backend, accumulateGraph(graph, 1), {
    ...exampleFeeds(backend, graph, {
      parameters: [Float64Array.from({ length: 2 * WIDTH }, () => 4 * uniform() - 2)],
      x: new Float64Array(BATCH * POSITIONS),
      labels: Int32Array.from({ length: BATCH }, (_, row) => row % WIDTH),
    }),
    [sumName('table')]: float(backend, [2, WIDTH], new Float32Array(2 * WIDTH)),
    mask: float(backend, [BATCH], new Float32Array(BATCH).fill(1)),
  })
  for (const value of results[nextName('table')]!) expect(Math.abs(value)).toBeLessThan(1e-5)
})
