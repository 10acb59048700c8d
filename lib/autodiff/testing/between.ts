import { ForwardBuilder, type Value } from '../forward.ts'
import { sizeOf } from '../tensor.ts'
import type { GraphCase } from './oracle.ts'

/**
 * For tests only: a graph with parameters before and after `middle`, which takes [batch, ...shape] and gives any value per
 * example. The parameter before it meets x as it is, so its norm shows every x that is not finite.
 */
export const between = (
  name: string,
  shape: readonly number[],
  middle: (graph: ForwardBuilder, value: Value) => Value,
): GraphCase => ({
  name,
  build: (batch) => {
    const g = new ForwardBuilder(batch, [4])
    const hidden = g.apply('MatMul', [g.x, g.parameter('before', [4, sizeOf(shape)])])
    const result = middle(g, g.apply('Reshape', [hidden], { shape: { ints: [batch, ...shape] } }))
    const width = sizeOf(result.shape) / batch
    const flat = g.apply('Reshape', [result], { shape: { ints: [batch, width] } })
    return g.finish(g.apply('MatMul', [flat, g.parameter('after', [width, 3])]))
  },
})
