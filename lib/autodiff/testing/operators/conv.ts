import { lax, numpy as np } from '@jax-js/jax'
import { ForwardBuilder, type ForwardNode } from '../../forward.ts'
import type { Attributes } from '../../onnx/model.ts'
import { sizeOf } from '../../tensor.ts'
import type { GraphCase, OperatorOracle, Tensor } from '../oracle.ts'
import { imageGraph, int, ints, jaxPads } from './images.ts'

const convolve = (node: ForwardNode, [x, w, bias]: readonly Tensor[]): Tensor => {
  const [, channels, height, width] = x!.shape as [number, number, number, number]
  const [filters, inner, high, wide] = w!.shape as [number, number, number, number]
  const [, , rows, columns] = node.output.shape as [number, number, number, number]
  const [vertical, horizontal] = ints(node, 'strides', [1, 1])
  const [down, across] = ints(node, 'dilations', [1, 1])
  const [top, left] = ints(node, 'pads', [0, 0, 0, 0])
  const perGroup = filters / int(node, 'group', 1)
  const data = Float64Array.from({ length: sizeOf(node.output.shape) }, (_, flat) => {
    const filter = Math.floor(flat / (rows * columns)) % filters
    const example = Math.floor(flat / (rows * columns * filters))
    let sum = bias?.data[filter] ?? 0
    for (let c = 0; c < inner; c++)
      for (let i = 0; i < high; i++)
        for (let j = 0; j < wide; j++) {
          const row = (Math.floor(flat / columns) % rows) * vertical! - top! + i * down!
          const column = (flat % columns) * horizontal! - left! + j * across!
          if (row < 0 || row >= height || column < 0 || column >= width) continue
          const channel = Math.floor(filter / perGroup) * inner + c
          sum +=
            x!.data[((example * channels + channel) * height + row) * width + column]! *
            w!.data[((filter * inner + c) * high + i) * wide + j]!
        }
    return sum
  })
  return { shape: node.output.shape, data }
}

/** Two convolutions, the second in the form to try, so that dL/dx is needed too. */
const second = (
  name: string,
  [filters, inner, ...kernel]: readonly [number, number, number, number],
  attributes: Attributes,
): GraphCase => ({
  name: `Conv ${name}`,
  build: (batch) =>
    imageGraph(batch, [2, 5, 6], 4, (g, images) =>
      g.apply(
        'Conv',
        [images, g.parameter('w', [filters, inner, ...kernel]), g.parameter('b', [filters])],
        attributes,
      ),
    ),
})

export const convOracle: OperatorOracle = {
  evaluate: convolve,
  jax: (node, [x, w, bias]) => {
    const y = lax.convGeneralDilated(x!, w!, [...ints(node, 'strides', [1, 1])], jaxPads(node), {
      rhsDilation: [...ints(node, 'dilations', [1, 1])],
      featureGroupCount: int(node, 'group', 1),
    })
    return bias === undefined ? y : np.add(y, np.reshape(bias, [1, -1, 1, 1]))
  },
  cases: [
    second('plain', [3, 4, 3, 3], {}),
    second('of one pixel', [5, 4, 1, 1], { kernel_shape: { ints: [1, 1] } }),
    second('with strides that leave pixels out, and uneven pads', [3, 4, 2, 3], {
      strides: { ints: [3, 2] },
      pads: { ints: [0, 1, 1, 2] },
    }),
    second('with dilations', [3, 4, 2, 3], { dilations: { ints: [3, 2] }, pads: { ints: [1, 0, 0, 0] } }),
    second('with strides, dilations, pads and groups', [6, 2, 2, 2], {
      strides: { ints: [2, 3] },
      dilations: { ints: [1, 2] },
      pads: { ints: [1, 2, 1, 0] },
      group: { int: 2 },
    }),
    second('in depth only', [8, 1, 3, 2], { group: { int: 4 }, pads: { ints: [1, 1, 1, 1] } }),
    second('with pads wider than its kernel', [2, 4, 1, 2], { pads: { ints: [1, 2, 2, 3] } }),
    ...[1, 2].map((group) => ({
      name: `Conv whose norms come from Gram matrices, in ${group} groups`,
      build: (batch: number) => {
        const g = new ForwardBuilder(batch, [2, 5, 6])
        const weight = g.parameter('w', [8 * group, 2 / group, 4, 4])
        const strides = { ints: [1, 2] }
        const images = g.apply('Conv', [g.x, weight, g.parameter('b', [8 * group])], {
          strides,
          pads: { ints: [0, 0, 0, 1] },
          group: { int: group },
        })
        const flat = g.apply('Flatten', [g.apply('Relu', [images])], { axis: { int: 1 } })
        return g.finish(g.apply('MatMul', [flat, g.parameter('v', [flat.shape[1]!, 3])]))
      },
    })),
  ],
}
