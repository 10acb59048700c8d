import type { TextBag } from '../../protocol/task.ts'
import { ForwardBuilder, type ForwardGraph } from '../forward.ts'
import { applyDense } from './dense.ts'

/**
 * The mean of the embeddings of an example's words, then one dense layer, for batches of `batch` examples; x int32
 * [batch, words], each 0 to buckets - 1, or `buckets` where there is no word. Parameters: `embedding.weight`
 * [buckets, width], then W and b of the dense layer. An example without words has a mean of zeros.
 */
export const textBagGraph = ({ words, buckets, width, outputs }: TextBag, batch: number): ForwardGraph => {
  const builder = new ForwardBuilder(batch, [words], 'int32')
  const overWords = { axes: { ints: [1] }, keepdims: { int: 0 } }
  // What lies outside a table reads zeros, so a table of ones tells words from what is none.
  const ones = builder.apply('Constant', [], { value_floats: { floats: new Array(buckets).fill(1) } })
  const known = builder.apply('Reshape', [ones], { shape: { ints: [buckets, 1] } })
  const count = builder.apply('ReduceSum', [builder.apply('Gather', [known, builder.x])], overWords)
  const divisor = builder.apply('Clip', [count], { min: { float: 1 } })
  const table = builder.parameter('embedding.weight', [buckets, width])
  const sum = builder.apply('ReduceSum', [builder.apply('Gather', [table, builder.x])], overWords)
  const mean = builder.apply('Div', [sum, divisor])
  return builder.finish(applyDense(builder, mean, [outputs], 'Relu'))
}
