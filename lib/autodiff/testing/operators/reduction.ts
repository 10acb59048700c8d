import type { ForwardNode } from '../../forward.ts'
import { between } from '../between.ts'
import type { GraphCase, Tensor } from '../oracle.ts'
import { along, coordinatesOf, fromFront } from '../positions.ts'

/** For tests only: what the oracles of ReduceSum, ReduceMean and ReduceMax share. */
export const reducedAxes = ({ attributes: { axes }, inputs }: ForwardNode): number[] =>
  axes !== undefined && 'ints' in axes ? fromFront(axes.ints, inputs[0]!.shape.length) : []

export const keepsDimensions = ({ attributes: { keepdims } }: ForwardNode): boolean =>
  keepdims === undefined || ('int' in keepdims && keepdims.int === 1)

export const reduceTensor = (
  node: ForwardNode,
  x: Tensor,
  reduce: (values: readonly number[]) => number,
): Tensor => {
  const axes = reducedAxes(node)
  const kept = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size))
  const size = kept.reduce((product, own) => product * own, 1)
  return {
    shape: node.output.shape,
    data: Float64Array.from({ length: size }, (_, flat) => reduce(along(x, coordinatesOf(flat, kept), axes))),
  }
}

export const reductionCases = (op: 'ReduceSum' | 'ReduceMean' | 'ReduceMax'): readonly GraphCase[] => [
  between(`${op} over one axis, kept`, [2, 3], (g, value) => g.apply(op, [value], { axes: { ints: [-1] } })),
  between(`${op} over two axes, not kept`, [2, 3, 2], (g, value) =>
    g.apply(op, [value], { axes: { ints: [3, 1] }, keepdims: { int: 0 } }),
  ),
]
