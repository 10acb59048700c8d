import type { Cnn } from '../../protocol/task.ts'
import { forwardGraph } from '../architecture.ts'
import type { GraphCase } from './oracle.ts'
import { ORACLES } from './oracles.ts'

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
  {
    name: 'text bag',
    build: (batch) => forwardGraph({ kind: 'text-bag', words: 4, buckets: 5, width: 3, outputs: 3 }, batch),
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
