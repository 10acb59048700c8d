import { forwardGraph } from '../architecture.ts'
import { ForwardBuilder, type ForwardGraph } from '../forward.ts'
import { sizeOf } from '../tensor.ts'
import { fixedSequence, normalFrom } from './random.ts'
import type { Example } from './reference.ts'

/** For tests only: small graphs that together use every operator in every form that it allows. */
export interface GraphCase {
  readonly name: string
  readonly build: (batch: number) => ForwardGraph
}

const ints = (...values: readonly number[]) => ({ shape: { ints: values } })

export const GRAPH_CASES: readonly GraphCase[] = [
  {
    name: 'mlp without hidden layers',
    build: (batch) => forwardGraph({ kind: 'mlp', inputs: 6, hidden: [], outputs: 4 }, batch),
  },
  {
    name: 'mlp with two hidden layers',
    build: (batch) => forwardGraph({ kind: 'mlp', inputs: 7, hidden: [9, 5], outputs: 3 }, batch),
  },
  {
    name: 'Gemm with transB and without bias, then with a scalar and a row bias',
    build: (batch) => {
      const g = new ForwardBuilder(batch, [5])
      const first = g.apply('Gemm', [g.x, g.parameter('a', [4, 5])], { transB: { int: 1 } })
      const second = g.apply('Gemm', [first, g.parameter('b', [4, 6]), g.parameter('c', [1])])
      return g.finish(
        g.apply('Gemm', [g.apply('Relu', [second]), g.parameter('d', [6, 3]), g.parameter('e', [1, 3])]),
      )
    },
  },
  {
    name: 'MatMul over positions with a broadcast Add, then Reshape',
    build: (batch) => {
      const g = new ForwardBuilder(batch, [12])
      const positions = g.apply('Reshape', [g.x], ints(batch, 3, 4))
      const product = g.apply('MatMul', [positions, g.parameter('w', [4, 5])])
      const biased = g.apply('Relu', [g.apply('Add', [product, g.parameter('b', [5])])])
      const shifted = g.apply('Add', [g.parameter('p', [1, 3, 1]), biased])
      const flat = g.apply('Reshape', [shifted], ints(batch, -1))
      return g.finish(
        g.apply('Add', [g.apply('MatMul', [flat, g.parameter('v', [15, 3])]), g.parameter('c', [3])]),
      )
    },
  },
  {
    name: 'a value that two branches share',
    build: (batch) => {
      const g = new ForwardBuilder(batch, [6])
      const hidden = g.apply('Relu', [g.apply('MatMul', [g.x, g.parameter('w', [6, 6])])])
      const branch = g.apply('Gemm', [hidden, g.parameter('v', [6, 6]), g.parameter('b', [6])])
      return g.finish(g.apply('MatMul', [g.apply('Add', [branch, hidden]), g.parameter('u', [6, 4])]))
    },
  },
]

/** Parameters, x and labels for a graph, the same for the same seed. Values are exact in float32. */
export const exampleFor = (graph: ForwardGraph, seed: number): Example => {
  const uniform = fixedSequence(seed)
  const normal = normalFrom(uniform)
  const fill = (count: number, scale: number) =>
    Float64Array.from({ length: count }, () => Math.fround(normal() * scale))
  const classes = graph.logits.shape[1]!
  return {
    parameters: graph.parameters.map(({ size }) => fill(size, 0.6)),
    x: fill(sizeOf(graph.x.shape), 1),
    labels: Int32Array.from({ length: graph.batch }, () => Math.floor(uniform() * classes)),
  }
}
