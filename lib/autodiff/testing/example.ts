import type { ForwardGraph } from '../forward.ts'
import { sizeOf } from '../tensor.ts'
import { fixedSequence, normalFrom } from './random.ts'
import type { Example } from './reference.ts'

/** For tests only: parameters, x and labels for a graph, the same for the same seed. Values are exact in float32. */
export const exampleFor = (graph: ForwardGraph, seed: number): Example => {
  const uniform = fixedSequence(seed)
  const normal = normalFrom(uniform)
  const fill = (count: number, scale: number) =>
    Float64Array.from({ length: count }, () => Math.fround(normal() * scale))
  // Tokens -6..6: for a table of five rows, some from the end and some outside.
  const tokens = (count: number) => Float64Array.from({ length: count }, () => Math.floor(uniform() * 13) - 6)
  const classes = graph.logits.shape[1]!
  // Targets -1.5..2.5; those of a probability 0..1, some of them the ends of it.
  const target = () => Math.fround(uniform() * 4 - 1.5)
  const bounded = graph.nodes.at(-1)?.op === 'BinaryCrossEntropyWithLogits'
  return {
    parameters: graph.parameters.map(({ size }) => fill(size, 0.6)),
    x: graph.x.type === 'int32' ? tokens(sizeOf(graph.x.shape)) : fill(sizeOf(graph.x.shape), 1),
    labels:
      graph.labels.type === 'int32'
        ? Int32Array.from({ length: graph.batch }, () => Math.floor(uniform() * classes))
        : Float64Array.from({ length: sizeOf(graph.labels.shape) }, () =>
            bounded ? Math.min(1, Math.max(0, target())) : target(),
          ),
  }
}
