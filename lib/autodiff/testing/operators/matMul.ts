import { numpy as np } from '@jax-js/jax'
import { ForwardBuilder, type Value } from '../../forward.ts'
import { between } from '../between.ts'
import type { OperatorOracle, Tensor } from '../oracle.ts'
import { tensorOf, valueAt } from '../positions.ts'

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

/** x [..., m, k] times y [..., k, n], each with its own. */
const batchedProduct = (x: Tensor, y: Tensor): Tensor => {
  const inner = x.shape.at(-1)!
  return tensorOf([...x.shape.slice(0, -1), y.shape.at(-1)!], (at) => {
    const column = at.at(-1)!
    let sum = 0
    for (let k = 0; k < inner; k++)
      sum += valueAt(x, [...at.slice(0, -1), k]) * valueAt(y, [...at.slice(0, -2), k, column])
    return sum
  })
}

const ints = (...values: readonly number[]) => ({ shape: { ints: values } })

export const matMulOracle: OperatorOracle = {
  evaluate: (_, [x, w]) => (w!.shape.length === 2 ? product(x!, w!, false) : batchedProduct(x!, w!)),
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
    between('MatMul of two values per example, of rank three', [3, 2], (g, value) => {
      const other = g.apply('Transpose', [value], { perm: { ints: [0, 2, 1] } })
      return g.apply('MatMul', [value, other])
    }),
    between('attention: MatMul over heads, and with a weight at rank four', [3, 4], (g, value) => {
      const [batch] = value.shape as [number]
      const heads = (name: string): Value => {
        const rows = g.apply('MatMul', [value, g.parameter(name, [4, 4])])
        const split = g.apply('Reshape', [rows], ints(batch, 3, 2, 2))
        return g.apply('Transpose', [split], { perm: { ints: [0, 2, 1, 3] } })
      }
      const keys = g.apply('Transpose', [heads('keys')], { perm: { ints: [0, 1, 3, 2] } })
      const scores = g.apply('Softmax', [g.apply('MatMul', [heads('queries'), keys])])
      const mixed = g.apply('MatMul', [scores, heads('values')])
      return g.apply('MatMul', [mixed, g.parameter('perHead', [2, 3])])
    }),
    {
      name: 'a transformer block of tokens, with residuals and a mean over positions',
      build: (batch) => {
        const g = new ForwardBuilder(batch, [3], 'int32')
        const norm = (value: Value, name: string) =>
          g.apply('LayerNormalization', [
            value,
            g.parameter(`${name}.scale`, [4]),
            g.parameter(`${name}.bias`, [4]),
          ])
        const linear = (value: Value, name: string, width: number) =>
          g.apply('MatMul', [value, g.parameter(name, [value.shape.at(-1)!, width])])
        const read = g.apply('Gather', [g.parameter('tokens', [5, 4]), g.x])
        const value = g.apply('Add', [read, g.parameter('positions', [1, 3, 4])])
        const first = norm(value, 'norm1')
        const keys = g.apply('Transpose', [linear(first, 'keys', 4)], { perm: { ints: [0, 2, 1] } })
        const scores = g.apply('Softmax', [g.apply('MatMul', [linear(first, 'queries', 4), keys])])
        const mixed = g.apply('MatMul', [scores, linear(first, 'values', 4)])
        const attended = g.apply('Add', [value, linear(mixed, 'mix', 4)])
        const wide = g.apply('Relu', [linear(norm(attended, 'norm2'), 'up', 6)])
        const block = g.apply('Add', [attended, linear(wide, 'down', 4)])
        const mean = g.apply('ReduceMean', [block], { axes: { ints: [1] }, keepdims: { int: 0 } })
        return g.finish(linear(mean, 'classes', 3))
      },
    },
  ],
}
