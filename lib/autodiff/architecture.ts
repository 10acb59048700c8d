import type { Architecture } from '../protocol/task.ts'
import { ForwardBuilder, type ForwardGraph, type Value } from './forward.ts'

/**
 * The forward graph of a declared architecture for batches of `batch` examples, x as [batch, inputs].
 *
 * Layout of flat weights: float32, little endian, the parameters in their order one after another, each row-major. `mlp`:
 * W1, b1, W2, b2, ... with W of shape [in, out] and b of shape [out]; y = relu(x W + b), and no relu after the last.
 */
export const forwardGraph = (architecture: Architecture, batch: number): ForwardGraph => {
  const builder = new ForwardBuilder(batch, [architecture.inputs])
  const widths = [architecture.inputs, ...architecture.hidden, architecture.outputs]
  let value: Value = builder.x
  for (let layer = 1; layer < widths.length; layer++) {
    const weight = builder.parameter(`layer${layer}.weight`, [widths[layer - 1]!, widths[layer]!])
    const bias = builder.parameter(`layer${layer}.bias`, [widths[layer]!])
    value = builder.apply('Gemm', [value, weight, bias])
    if (layer < widths.length - 1) value = builder.apply('Relu', [value])
  }
  return builder.finish(value)
}
