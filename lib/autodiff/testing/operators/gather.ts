import { numpy as np } from '@jax-js/jax'
import { ForwardBuilder } from '../../forward.ts'
import type { OperatorOracle, Tensor } from '../oracle.ts'
import { tensorOf, valueAt } from '../positions.ts'

const VOCABULARY = 5

const rowOf = (index: number, table: Tensor): number => (index < 0 ? index + table.shape[0]! : index)

export const gatherOracle: OperatorOracle = {
  evaluate: (node, [table, indices]) =>
    tensorOf(node.output.shape, (at) => {
      const row = rowOf(valueAt(indices!, at.slice(0, -1)), table!)
      return row < 0 || row >= table!.shape[0]! ? 0 : valueAt(table!, [row, at.at(-1)!])
    }),
  // A product with rows of which at most one is 1.
  jax: (node, [table, indices]) => {
    const vocabulary = node.inputs[0]!.shape[0]!
    const wide = np.expandDims(indices!, -1)
    const rows = np.array(Float32Array.from({ length: vocabulary }, (_, row) => row))
    const fromEnd = np.subtract(rows.ref, vocabulary)
    const hits = np.add(
      np.equal(wide.ref, rows).astype(np.float32),
      np.equal(wide, fromEnd).astype(np.float32),
    )
    return np.matmul(hits, table!)
  },
  cases: [
    {
      name: 'Gather of tokens at positions that repeat, with a position embedding',
      build: (batch) => {
        const g = new ForwardBuilder(batch, [4], 'int32')
        const read = g.apply('Gather', [g.parameter('table', [VOCABULARY, 3]), g.x])
        const placed = g.apply('Add', [read, g.parameter('positions', [1, 4, 3])])
        const flat = g.apply('Reshape', [g.apply('Relu', [placed])], { shape: { ints: [batch, 12] } })
        return g.finish(g.apply('MatMul', [flat, g.parameter('after', [12, 3])]))
      },
    },
    {
      name: 'Gather of one token an example',
      build: (batch) => {
        const g = new ForwardBuilder(batch, [], 'int32')
        const read = g.apply('Gather', [g.parameter('table', [VOCABULARY, 3]), g.x])
        return g.finish(g.apply('MatMul', [read, g.parameter('after', [3, 3])]))
      },
    },
    {
      name: 'Gather of tokens in two axes of positions',
      build: (batch) => {
        const g = new ForwardBuilder(batch, [2, 3], 'int32')
        const read = g.apply('Gather', [g.parameter('table', [VOCABULARY, 2]), g.x])
        const scores = g.apply('Softmax', [read], { axis: { int: 1 } })
        const flat = g.apply('Reshape', [scores], { shape: { ints: [batch, 12] } })
        return g.finish(g.apply('MatMul', [flat, g.parameter('after', [12, 3])]))
      },
    },
  ],
}
