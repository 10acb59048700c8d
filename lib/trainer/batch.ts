import { type Examples, shapeOf } from './examples.ts'
import type { Runtime, Tensor } from './runtime.ts'

/** One fixed-size batch: rows past the given indices are zero. */
export interface Batch {
  readonly x: Tensor
  readonly labels: Tensor
  /** `weight` for each real row, 0 for padding. */
  readonly weights: Tensor
}

/** Copies the examples at `indices`, at most `size` of them, into tensors of the batch's fixed shape. */
export const fillBatch = (
  { Tensor }: Runtime,
  examples: Examples,
  indices: Uint32Array,
  size: number,
  weight: number,
): Batch => {
  const { width, x, labels } = examples
  const isWhole = x instanceof Int32Array
  const rows = isWhole ? new Int32Array(size * width) : new Float32Array(size * width)
  const own = new Int32Array(size)
  const weights = new Float32Array(size)
  indices.forEach((index, row) => {
    rows.set(x.subarray(index * width, (index + 1) * width), row * width)
    own[row] = labels[index]!
    weights[row] = weight
  })
  return {
    x: new Tensor(isWhole ? 'int32' : 'float32', rows, [size, ...shapeOf(examples)]),
    labels: new Tensor('int32', own, [size]),
    weights: new Tensor('float32', weights, [size]),
  }
}
