import type { Cnn } from '../../protocol/task.ts'
import { forwardGraph } from '../architecture.ts'
import type { ForwardGraph } from '../forward.ts'
import { sizeOf } from '../tensor.ts'
import type { GraphCase } from './oracle.ts'
import { ORACLES } from './oracles.ts'
import { fixedSequence, normalFrom } from './random.ts'
import type { Example } from './reference.ts'

const CNN: Cnn = {
  kind: 'cnn',
  input: { channels: 1, height: 7, width: 8 },
  convolutions: [
    { filters: 3, kernel: 3, stride: 1, pad: 1, pool: 2 },
    { filters: 4, kernel: 2, stride: 1, pad: 0, pool: 1 },
  ],
  hidden: [5],
  outputs: 3,
  activation: 'relu',
}

/** Pictures of two channels, under windows that overlap. */
const COLOURED: Partial<Cnn> = {
  input: { channels: 2, height: 7, width: 8 },
  convolutions: [
    { filters: 3, kernel: 3, stride: 2, pad: 1, pool: 2, poolStride: 1 },
    { filters: 4, kernel: 2, stride: 1, pad: 1, pool: 3, poolStride: 1 },
  ],
}

const ARCHITECTURES: readonly GraphCase[] = [
  {
    name: 'mlp without hidden layers',
    build: (batch) => forwardGraph({ kind: 'mlp', inputs: 6, hidden: [], outputs: 4 }, batch),
  },
  {
    name: 'mlp with two hidden layers',
    build: (batch) => forwardGraph({ kind: 'mlp', inputs: 7, hidden: [9, 5], outputs: 3 }, batch),
  },
  { name: 'cnn with relu', build: (batch) => forwardGraph(CNN, batch) },
  // Tanh is flat far out, so a pixel of any finite size has a finite gradient.
  {
    name: 'cnn with tanh',
    absorbs: true,
    build: (batch) => forwardGraph({ ...CNN, ...COLOURED, activation: 'tanh' }, batch),
  },
]

/** For tests only: small graphs that together use every operator in every form that it allows. */
export const GRAPH_CASES: readonly GraphCase[] = [
  ...ARCHITECTURES,
  ...Object.values(ORACLES).flatMap(({ cases }) => cases),
]

/** Parameters, x and labels for a graph, the same for the same seed. Values are exact in float32. */
export const exampleFor = (graph: ForwardGraph, seed: number): Example => {
  const uniform = fixedSequence(seed)
  const normal = normalFrom(uniform)
  const fill = (count: number, scale: number) =>
    Float64Array.from({ length: count }, () => Math.fround(normal() * scale))
  // Tokens -6..6: for a table of five rows, some from the end and some outside.
  const tokens = (count: number) => Float64Array.from({ length: count }, () => Math.floor(uniform() * 13) - 6)
  const classes = graph.logits.shape[1]!
  return {
    parameters: graph.parameters.map(({ size }) => fill(size, 0.6)),
    x: graph.x.type === 'int32' ? tokens(sizeOf(graph.x.shape)) : fill(sizeOf(graph.x.shape), 1),
    labels: Int32Array.from({ length: graph.batch }, () => Math.floor(uniform() * classes)),
  }
}
