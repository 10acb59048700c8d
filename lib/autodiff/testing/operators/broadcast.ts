import { ForwardBuilder } from '../../forward.ts'
import type { OperatorName } from '../../operators/registry.ts'
import type { GraphCase } from '../oracle.ts'

const ints = (...values: readonly number[]) => ({ shape: { ints: values } })

/**
 * For tests only: an elementwise operator of two inputs in every way that its inputs may broadcast: with a parameter on
 * either side, repeated along the end, the middle, all axes or none but the examples', and with values of the examples alone.
 */
export const broadcastCase = (op: OperatorName): GraphCase => ({
  name: `${op} with parameters on either side and between values of the examples`,
  build: (batch) => {
    const g = new ForwardBuilder(batch, [12])
    const positions = g.apply('Reshape', [g.x], ints(batch, 3, 4))
    const wide = g.apply('Exp', [g.apply('MatMul', [positions, g.parameter('w', [4, 5])])])
    const narrow = g.apply('Exp', [g.apply('MatMul', [positions, g.parameter('v', [4, 1])])])
    const examples = [g.apply(op, [wide, narrow]), g.apply(op, [narrow, wide])] as const
    const right = g.apply(op, [g.apply('Tanh', [examples[0]]), g.parameter('vector', [5])])
    const left = g.apply(op, [
      g.parameter('column', [3, 1]),
      g.apply('Exp', [g.apply('Tanh', [examples[1]])]),
    ])
    const scalars = g.apply(op, [
      g.parameter('zero axes', []),
      g.apply('Exp', [g.apply(op, [left, g.parameter('one element', [1, 1])])]),
    ])
    const own = g.apply(op, [g.apply('Add', [right, scalars]), g.parameter('no repetition', [1, 3, 5])])
    const flat = g.apply('Reshape', [g.apply('Tanh', [own])], ints(batch, -1))
    return g.finish(g.apply('MatMul', [flat, g.parameter('u', [15, 3])]))
  },
})
