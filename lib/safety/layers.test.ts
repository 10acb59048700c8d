import { describe, expect, it } from 'vitest'
import { forwardGraph } from '../autodiff/architecture.ts'
import { cnnGraph } from '../autodiff/architectures/cnn.ts'
import { ForwardBuilder } from '../autodiff/forward.ts'
import { layersOf, rowOf } from './layers.ts'

const upTo = (count: number): Float32Array => Float32Array.from({ length: count }, (_, index) => index)

describe('the layers of flat weights', () => {
  it('have one row for each neuron of a dense layer, whose weights are a column', () => {
    const graph = forwardGraph({ kind: 'mlp', inputs: 3, hidden: [2], outputs: 2 }, 1)
    const [first, second] = layersOf(graph, upTo(14))
    expect(first).toMatchObject({ name: 'layer1.weight', neurons: 2, fanIn: 3, isFirst: true, isLast: false })
    expect([...rowOf(first!, 1)]).toEqual([1, 3, 5])
    expect([...first!.biases!]).toEqual([6, 7])
    expect(second).toMatchObject({ name: 'layer2.weight', isFirst: false, isLast: true })
    expect([...rowOf(second!, 0)]).toEqual([8, 10])
  })

  it('have one row for each filter of a convolution', () => {
    const graph = cnnGraph(
      {
        kind: 'cnn',
        input: { channels: 1, height: 4, width: 4 },
        convolutions: [{ filters: 2, kernel: 2, stride: 1, pad: 0, pool: 1 }],
        hidden: [],
        outputs: 2,
        activation: 'relu',
      },
      1,
    )
    const [convolution, dense] = layersOf(graph, upTo(8 + 2 + 18 * 2 + 2))
    expect(convolution).toMatchObject({ neurons: 2, fanIn: 4, isFirst: true, isLast: false })
    expect([...rowOf(convolution!, 1)]).toEqual([4, 5, 6, 7])
    expect([...convolution!.biases!]).toEqual([8, 9])
    expect(dense).toMatchObject({ neurons: 2, fanIn: 18, isFirst: false, isLast: true })
  })

  it('are those of a product and what is added to it, too; a table that is read by index is none', () => {
    const builder = new ForwardBuilder(1, [2], 'int32')
    const table = builder.parameter('table', [5, 3])
    const flat = builder.apply('Flatten', [builder.apply('Gather', [table, builder.x])])
    const product = builder.apply('MatMul', [flat, builder.parameter('weight', [6, 4])])
    const graph = builder.finish(builder.apply('Add', [product, builder.parameter('bias', [4])]))
    const layers = layersOf(graph, upTo(15 + 24 + 4))
    expect(layers).toMatchObject([{ name: 'weight', neurons: 4, fanIn: 6, isFirst: false, isLast: true }])
    expect([...layers[0]!.biases!]).toEqual([39, 40, 41, 42])
  })

  it('turn over with transB', () => {
    const builder = new ForwardBuilder(1, [3])
    const weight = builder.parameter('weight', [2, 3])
    const graph = builder.finish(builder.apply('Gemm', [builder.x, weight], { transB: { int: 1 } }))
    const [layer] = layersOf(graph, upTo(6))
    expect(layer).toMatchObject({ neurons: 2, fanIn: 3, biases: undefined, isFirst: true, isLast: true })
    expect([...rowOf(layer!, 1)]).toEqual([3, 4, 5])
  })
})
