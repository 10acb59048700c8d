import { numpy as np } from '@jax-js/jax'
import type { Attributes } from '../../onnx/model.ts'
import { sizeOf } from '../../tensor.ts'
import type { OperatorOracle } from '../oracle.ts'
import { imageGraph, ints, jaxWindows, pool, pooled } from './images.ts'

/** For tests only: the forms of a pool, on images of 5 by 6. */
export const POOLS: readonly { readonly name: string; readonly attributes: Attributes }[] = [
  { name: 'side by side', attributes: { kernel_shape: { ints: [2, 3] }, strides: { ints: [2, 3] } } },
  {
    name: 'that overlap, with uneven pads',
    attributes: { kernel_shape: { ints: [3, 2] }, strides: { ints: [2, 1] }, pads: { ints: [1, 0, 2, 1] } },
  },
  {
    name: 'that leave pixels out',
    attributes: { kernel_shape: { ints: [1, 2] }, strides: { ints: [2, 3] }, pads: { ints: [0, 1, 0, 0] } },
  },
]

export const maxPoolOracle: OperatorOracle = {
  evaluate: (node, [x]) => ({
    shape: node.output.shape,
    data: pool(node, x!.data, (values) => Math.max(...values)),
  }),
  jax: (node, [x]) => {
    const windows = jaxWindows(node, x!)
    const [, places, rows, columns] = windows.shape as [number, number, number, number]
    const [height, width] = node.inputs[0]!.shape.slice(2) as [number, number]
    const [vertical, horizontal] = ints(node, 'strides', [1, 1])
    const [top, left] = ints(node, 'pads', [0, 0, 0, 0])
    const wide = ints(node, 'kernel_shape', [])[1]!
    const outside = Float32Array.from({ length: sizeOf([places, rows, columns]) }, (_, flat) => {
      const place = Math.floor(flat / (rows * columns))
      const row = (Math.floor(flat / columns) % rows) * vertical! - top! + Math.floor(place / wide)
      const column = (flat % columns) * horizontal! - left! + (place % wide)
      return row >= 0 && row < height && column >= 0 && column < width ? 0 : -1e9
    })
    const seen = np.add(windows, np.reshape(np.array(outside), [1, places, rows, columns]))
    return np.reshape(np.max(seen, 1), [...node.output.shape])
  },
  cases: [
    ...POOLS.map(({ name, attributes }) => ({
      name: `MaxPool ${name}`,
      build: (batch: number) =>
        imageGraph(batch, [2, 5, 6], 3, (g, images) => g.apply('MaxPool', [images], attributes)),
    })),
    // A maximum may leave out what is not a number, and does leave out what is not the largest.
    { name: 'MaxPool of x itself', absorbs: true, build: pooled('MaxPool', POOLS[1]!.attributes) },
  ],
}
