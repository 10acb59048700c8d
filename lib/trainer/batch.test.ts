import * as ort from 'onnxruntime-web'
import { describe, expect, it } from 'vitest'
import { forwardGraph } from '../autodiff/architecture.ts'
import { cnnFixture } from '../protocol/task.fixture.ts'
import { fillBatch } from './batch.ts'
import { syntheticExamples } from './testing/synthetic.ts'

describe('a batch', () => {
  it('has the shape of what the graph reads, and zeros past the examples', () => {
    const architecture = cnnFixture({ input: { channels: 3, height: 16, width: 17 } })
    const examples = syntheticExamples(architecture, 5, 1)
    const { x, labels, weights } = fillBatch(ort, examples, Uint32Array.of(4, 2), 3, 0.5)
    expect(x.dims).toEqual(forwardGraph(architecture, 3).x.shape)
    const width = 3 * 16 * 17
    const data = x.data as Float32Array
    expect([...data.subarray(0, width)]).toEqual([...examples.x.subarray(4 * width)])
    expect([...data.subarray(width, 2 * width)]).toEqual([...examples.x.subarray(2 * width, 3 * width)])
    expect(data.subarray(2 * width).every((value) => value === 0)).toBe(true)
    expect([...labels.data]).toEqual([examples.labels[4], examples.labels[2], 0])
    expect([...weights.data]).toEqual([0.5, 0.5, 0])
  })
})
