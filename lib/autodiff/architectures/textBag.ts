import type { TextBag } from '../../protocol/task.ts'
import { ForwardBuilder, type ForwardGraph } from '../forward.ts'
import { applyDense } from './dense.ts'

/**
 * The mean of the embeddings of an example's words, then one dense layer, for batches of `batch` examples; x float32
 * [batch, buckets], the share that each bucket has of an example's words, so that the mean is one product: a table read word by
 * word has a gradient that costs as many times more as there are words. Parameters: `embedding.weight` [buckets, width], then W
 * and b of the dense layer. An example without words has a mean of zeros.
 */
export const textBagGraph = ({ buckets, width, outputs }: TextBag, batch: number): ForwardGraph => {
  const builder = new ForwardBuilder(batch, [buckets])
  const table = builder.parameter('embedding.weight', [buckets, width])
  const mean = builder.apply('MatMul', [builder.x, table])
  return builder.finish(applyDense(builder, mean, [outputs], 'Relu'))
}
