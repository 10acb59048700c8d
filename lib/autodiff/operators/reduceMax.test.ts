import * as ort from 'onnxruntime-web'
import { expect, it } from 'vitest'
import { ForwardBuilder } from '../forward.ts'
import { runGradients } from '../testing/backend.ts'

ort.env.wasm.numThreads = 1

it('values that tie for the maximum share its gradient equally', async () => {
  const g = new ForwardBuilder(1, [1])
  // Three numbers a bias apart: the first and the last are the same.
  const three = g.apply('Add', [g.x, g.parameter('bias', [3])])
  const most = g.apply('ReduceMax', [three], { axes: { ints: [1] } })
  const graph = g.finish(g.apply('MatMul', [most, g.parameter('w', [1, 2])]))
  const example = {
    parameters: [Float64Array.of(0.5, -2, 0.5), Float64Array.of(1, -1)],
    x: Float64Array.of(0.25),
    labels: Int32Array.of(0),
  }
  const [bias] = await runGradients({ ort, provider: 'wasm' }, graph, example, [1])
  // Logits 0.75 and -0.75: the whole is -2 (1 - p) with p = 1 / (1 + exp(-1.5)).
  const half = -(1 - 1 / (1 + Math.exp(-1.5)))
  expect(bias![0]).toBeCloseTo(half, 6)
  expect(bias![1]).toBe(0)
  expect(bias![2]).toBe(bias![0])
})
