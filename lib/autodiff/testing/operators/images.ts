import { type Array as JaxArray, lax, numpy as np } from '@jax-js/jax'
import { ForwardBuilder, type ForwardGraph, type ForwardNode, type Value } from '../../forward.ts'
import type { Attributes } from '../../onnx/model.ts'
import type { OperatorName } from '../../operators/registry.ts'
import { sizeOf } from '../../tensor.ts'

/** For tests only: an attribute that lists whole numbers, or what stands in for it. */
export const ints = (node: ForwardNode, name: string, otherwise: readonly number[]): readonly number[] => {
  const attribute = node.attributes[name]
  return attribute !== undefined && 'ints' in attribute ? attribute.ints : otherwise
}

/** For tests only: a whole number attribute, or what stands in for it. */
export const int = (node: ForwardNode, name: string, otherwise: number): number => {
  const attribute = node.attributes[name]
  return attribute !== undefined && 'int' in attribute ? attribute.int : otherwise
}

/** ONNX pads as jax has them: [before, after] for each axis. */
export const jaxPads = (node: ForwardNode): [[number, number], [number, number]] => {
  const [top, left, bottom, right] = ints(node, 'pads', [0, 0, 0, 0])
  return [
    [top!, bottom!],
    [left!, right!],
  ]
}

/** The pixels of the image that a pool's window covers, as rows and columns. */
export const covered = (node: ForwardNode, down: number, across: number): readonly [number, number][] => {
  const [height, width] = node.inputs[0]!.shape.slice(2) as [number, number]
  const [high, wide] = ints(node, 'kernel_shape', [])
  const [vertical, horizontal] = ints(node, 'strides', [1, 1])
  const [top, left] = ints(node, 'pads', [0, 0, 0, 0])
  const pixels: [number, number][] = []
  for (let i = 0; i < high!; i++)
    for (let j = 0; j < wide!; j++) {
      const row = down * vertical! - top! + i
      const column = across * horizontal! - left! + j
      if (row >= 0 && row < height && column >= 0 && column < width) pixels.push([row, column])
    }
  return pixels
}

/** A pool in float64: `combine` takes what each window covers. */
export const pool = (
  node: ForwardNode,
  data: Float64Array,
  combine: (values: readonly number[]) => number,
): Float64Array => {
  const [height, width] = node.inputs[0]!.shape.slice(2) as [number, number]
  const [rows, columns] = node.output.shape.slice(2) as [number, number]
  return Float64Array.from({ length: sizeOf(node.output.shape) }, (_, flat) => {
    const image = Math.floor(flat / (rows * columns)) * height * width
    const pixels = covered(node, Math.floor(flat / columns) % rows, flat % columns)
    return combine(pixels.map(([row, column]) => data[image + row * width + column]!))
  })
}

/** What each window of a pool covers, in jax: [batch * channels, places, down, across], zeros in the padding. */
export const jaxWindows = (node: ForwardNode, x: JaxArray): JaxArray => {
  const [batch, channels, height, width] = node.inputs[0]!.shape as [number, number, number, number]
  const kernel = ints(node, 'kernel_shape', [])
  const places = sizeOf(kernel)
  const images = np.reshape(x, [batch * channels, 1, height, width])
  const picks = np.reshape(np.eye(places), [places, 1, ...kernel])
  return lax.convGeneralDilated(images, picks, [...ints(node, 'strides', [1, 1])], jaxPads(node))
}

/**
 * For tests only: examples of flat features seen as images by a first convolution, so that every parameter's gradient
 * goes through what `rest` applies, then a dense layer to three logits.
 */
export const imageGraph = (
  batch: number,
  shape: readonly [number, number, number],
  filters: number,
  rest: (g: ForwardBuilder, images: Value) => Value,
): ForwardGraph => {
  const g = new ForwardBuilder(batch, shape)
  const weight = g.parameter('first', [filters, shape[0], 2, 2])
  const images = g.apply('Conv', [g.x, weight], { pads: { ints: [0, 0, 1, 1] } })
  const flat = g.apply('Flatten', [rest(g, images)])
  return g.finish(
    g.apply('Gemm', [flat, g.parameter('dense', [flat.shape[1]!, 3]), g.parameter('bias', [3])]),
  )
}

/** For tests only: a pool of x itself, then a dense layer to three logits. */
export const pooled =
  (op: OperatorName, attributes: Attributes) =>
  (batch: number): ForwardGraph => {
    const g = new ForwardBuilder(batch, [2, 5, 6])
    const flat = g.apply('Flatten', [g.apply(op, [g.x], attributes)])
    return g.finish(
      g.apply('Gemm', [flat, g.parameter('dense', [flat.shape[1]!, 3]), g.parameter('bias', [3])]),
    )
  }
