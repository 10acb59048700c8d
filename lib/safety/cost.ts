import type { ForwardGraph, ForwardNode } from '../autodiff/forward.ts'
import { sizeOf } from '../autodiff/tensor.ts'

/** What one example costs in a graph of batch 1, and what the model costs whatever the batch. */
export interface Cost {
  /** Of one training step: forward, gradient of the input, gradient of the weights. */
  readonly multiplyAdds: number
  /** Values and their gradients, float32. */
  readonly exampleBytes: number
  readonly parameters: number
}

/** Terms that one element of a product sums over. */
const innerOf = ({ op, inputs, output }: ForwardNode): number => {
  const [x, w] = inputs
  if (w === undefined || x === undefined) return 0
  if (op === 'Gemm' || op === 'MatMul') return x.shape.at(-1)!
  // Filters are [out, in of the group, height, width].
  if (op === 'Conv') return sizeOf(w.shape) / output.shape[1]!
  return 0
}

/** Forward once, and backward twice: into the inputs and into the weights. */
const PASSES = 3
const FLOAT_BYTES = 4

/** Counts the products, which dwarf the rest, and holds every value at once, which is more than a run does. */
export const costOf = (graph: ForwardGraph): Cost => ({
  multiplyAdds:
    graph.nodes.reduce((sum, node) => sum + sizeOf(node.output.shape) * innerOf(node), 0) * PASSES,
  exampleBytes:
    (sizeOf(graph.x.shape) + 2 * graph.nodes.reduce((sum, { output }) => sum + sizeOf(output.shape), 0)) *
    FLOAT_BYTES,
  parameters: graph.parameters.reduce((sum, { size }) => sum + size, 0),
})
