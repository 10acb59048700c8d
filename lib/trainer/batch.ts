import { sizeOf } from '../autodiff/tensor.ts'
import { writeShares } from '../pipelines/words.ts'
import { type Examples, readShapeOf } from './examples.ts'
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
  const { width, x, labels, buckets } = examples
  const shape = readShapeOf(examples)
  const read = sizeOf(shape)
  const rows = new Float32Array(size * read)
  const own = new Int32Array(size)
  const weights = new Float32Array(size)
  indices.forEach((index, row) => {
    const example = x.subarray(index * width, (index + 1) * width)
    if (buckets === undefined) rows.set(example, row * read)
    else writeShares(example, rows.subarray(row * read, (row + 1) * read))
    own[row] = labels[index]!
    weights[row] = weight
  })
  return {
    x: new Tensor('float32', rows, [size, ...shape]),
    labels: new Tensor('int32', own, [size]),
    weights: new Tensor('float32', weights, [size]),
  }
}
