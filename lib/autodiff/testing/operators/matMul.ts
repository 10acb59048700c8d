import { numpy as np } from '@jax-js/jax'
import { ForwardBuilder } from '../../forward.ts'
import type { OperatorOracle, Tensor } from '../oracle.ts'

/** x [..., inner] times w [inner, outer], or [outer, inner] where `transposed`. */
export const product = (x: Tensor, w: Tensor, transposed: boolean): Tensor => {
  const inner = x.shape.at(-1)!
  const outer = transposed ? w.shape[0]! : w.shape[1]!
  const rows = x.data.length / inner
  const data = new Float64Array(rows * outer)
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < outer; column++) {
      let sum = 0
      for (let k = 0; k < inner; k++)
        sum += x.data[row * inner + k]! * w.data[transposed ? column * inner + k : k * outer + column]!
      data[row * outer + column] = sum
    }
  return { shape: [...x.shape.slice(0, -1), outer], data }
}

const ints = (...values: readonly number[]) => ({ shape: { ints: values } })

export const matMulOracle: OperatorOracle = {
  evaluate: (_, [x, w]) => product(x!, w!, false),
  jax: (_, [x, w]) => np.matmul(x!, w!),
  cases: [
    {
      name: 'MatMul over positions with a broadcast Add, then Reshape',
      build: (batch) => {
        const g = new ForwardBuilder(batch, [12])
        const positions = g.apply('Reshape', [g.x], ints(batch, 3, 4))
        const product = g.apply('MatMul', [positions, g.parameter('w', [4, 5])])
        const biased = g.apply('Relu', [g.apply('Add', [product, g.parameter('b', [5])])])
        const shifted = g.apply('Add', [g.parameter('p', [1, 3, 1]), biased])
        const flat = g.apply('Reshape', [shifted], ints(batch, -1))
        return g.finish(
          g.apply('Add', [g.apply('MatMul', [flat, g.parameter('v', [15, 3])]), g.parameter('c', [3])]),
        )
      },
    },
    {
      name: 'a value that two branches share',
      build: (batch) => {
        const g = new ForwardBuilder(batch, [6])
        const hidden = g.apply('Relu', [g.apply('MatMul', [g.x, g.parameter('w', [6, 6])])])
        const branch = g.apply('Gemm', [hidden, g.parameter('v', [6, 6]), g.parameter('b', [6])])
        return g.finish(g.apply('MatMul', [g.apply('Add', [branch, hidden]), g.parameter('u', [6, 4])]))
      },
    },
  ],
}
