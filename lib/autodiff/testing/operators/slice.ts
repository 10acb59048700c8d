import { numpy as np } from '@jax-js/jax'
import type { ForwardNode } from '../../forward.ts'
import { between } from '../between.ts'
import type { OperatorOracle } from '../oracle.ts'
import { fromFront, tensorOf, valueAt } from '../positions.ts'

const ints = ({ attributes }: ForwardNode, name: string): readonly number[] => {
  const values = attributes[name]
  return values !== undefined && 'ints' in values ? values.ints : []
}

/** Which elements of each axis are taken, in order. */
const taken = (node: ForwardNode): number[][] => {
  const { shape } = node.inputs[0]!
  const all = shape.map((size) => Array.from({ length: size }, (_, index) => index))
  fromFront(ints(node, 'axes'), shape.length).forEach((axis, index) => {
    const own = all[axis]!.slice(ints(node, 'starts')[index], ints(node, 'ends')[index])
    const step = ints(node, 'steps')[index] ?? 1
    all[axis] = own.filter((_, at) => at % step === 0)
  })
  return all
}

export const sliceOracle: OperatorOracle = {
  evaluate: (node, [x]) => {
    const from = taken(node)
    return tensorOf(node.output.shape, (at) =>
      valueAt(
        x!,
        at.map((own, axis) => from[axis]![own]!),
      ),
    )
  },
  // A product with the rows of the identity that are taken, along each axis in turn.
  jax: (node, [x]) => {
    let value = x!
    taken(node).forEach((rows, axis) => {
      const size = node.inputs[0]!.shape[axis]!
      const data = Float32Array.from({ length: rows.length * size }, (_, flat) =>
        rows[Math.floor(flat / size)] === flat % size ? 1 : 0,
      )
      const pick = np.transpose(np.reshape(np.array(data), [rows.length, size]))
      value = np.moveaxis(np.matmul(np.moveaxis(value, axis, -1), pick), -1, axis)
    })
    return value
  },
  cases: [
    between('Slice with steps and bounds from the end', [7, 5], (g, value) =>
      g.apply('Slice', [value], {
        starts: { ints: [1, -4] },
        ends: { ints: [6, 1000] },
        axes: { ints: [1, -1] },
        steps: { ints: [2, 3] },
      }),
    ),
    between('Slice without steps, of two parts that overlap', [2, 4], (g, value) => {
      const part = (start: number, end: number) =>
        g.apply('Slice', [value], { starts: { ints: [start] }, ends: { ints: [end] }, axes: { ints: [2] } })
      return g.apply('Concat', [part(0, 3), g.apply('Relu', [part(2, -1)])], { axis: { int: 2 } })
    }),
  ],
}
