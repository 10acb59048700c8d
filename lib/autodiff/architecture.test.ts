import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layersOf, parameterShapes, readShape } from '../protocol/layers.ts'
import { cnnFixture } from '../protocol/task.fixture.ts'
import { parameterCount } from '../protocol/task.ts'
import { anyArchitecture } from '../protocol/testing/architectures.ts'
import { forwardGraph } from './architecture.ts'
import { sizeOf } from './tensor.ts'

describe('the graph of a declared architecture', () => {
  it('has the parameters, examples and sizes that the protocol says, whatever the architecture', () => {
    fc.assert(
      fc.property(anyArchitecture, (architecture) => {
        const graph = forwardGraph(architecture, 3)
        const named = graph.parameters.map(({ name, shape, size }) => ({ name, shape, size }))
        expect(named).toEqual(parameterShapes(architecture))
        expect(named.reduce((sum, { size }) => sum + size, 0)).toBe(parameterCount(architecture))
        expect(graph.x).toMatchObject({ type: 'float32', shape: [3, ...readShape(architecture)] })
        expect(graph.logits.shape).toEqual([3, architecture.outputs])
      }),
    )
  })

  it('multiplies and keeps as much as the protocol counts', () => {
    fc.assert(
      fc.property(anyArchitecture, (architecture) => {
        const { nodes } = forwardGraph(architecture, 1)
        const layers = layersOf(architecture)
        const work = nodes.flatMap(({ op, inputs, output }) => {
          if (op === 'Gemm' || op === 'MatMul') return [sizeOf(inputs[1]!.shape)]
          if (op === 'Conv') return [sizeOf(inputs[1]!.shape) * sizeOf(output.shape.slice(2))]
          return []
        })
        expect(work).toEqual(layers.map(({ multiplyAdds }) => multiplyAdds))
        const kept = nodes
          .filter(
            ({ op, output }) => output.perExample && op !== 'Flatten' && op !== 'SoftmaxCrossEntropyLoss',
          )
          .reduce((sum, { output }) => sum + sizeOf(output.shape), 0)
        expect(layers.reduce((sum, { values }) => sum + values, 0)).toBeGreaterThanOrEqual(kept)
      }),
    )
  })

  it('can be the tanh network of 26,010 parameters of the literature', () => {
    // Papernot et al. 2021 (arXiv:2007.14191); Tramer and Boneh 2021 (arXiv:2011.11660).
    const architecture = cnnFixture({
      convolutions: [
        { filters: 16, kernel: 8, stride: 2, pad: 3, pool: 2, poolStride: 1 },
        { filters: 32, kernel: 4, stride: 2, pad: 0, pool: 2, poolStride: 1 },
      ],
    })
    expect(parameterCount(architecture)).toBe(26_010)
    expect(layersOf(architecture).map(({ output }) => output)).toEqual([[16, 13, 13], [32, 4, 4], [32], [10]])
  })
})
