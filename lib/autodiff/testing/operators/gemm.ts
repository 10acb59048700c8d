import { numpy as np } from '@jax-js/jax'
import { ForwardBuilder, type ForwardNode } from '../../forward.ts'
import { elementwise, type OperatorOracle } from '../oracle.ts'
import { product } from './matMul.ts'

const isTransposed = ({ attributes: { transB } }: ForwardNode): boolean =>
  transB !== undefined && 'int' in transB && transB.int === 1

export const gemmOracle: OperatorOracle = {
  evaluate: (node, [x, w, bias]) => {
    const y = product(x!, w!, isTransposed(node))
    return bias === undefined ? y : elementwise(y.shape, [y, bias], (a = 0, b = 0) => a + b)
  },
  jax: (node, [x, w, bias]) => {
    const y = np.matmul(x!, isTransposed(node) ? np.transpose(w!) : w!)
    return bias === undefined ? y : np.add(y, bias)
  },
  cases: [
    {
      name: 'Gemm with transB and without bias, then with a scalar and a row bias',
      build: (batch) => {
        const g = new ForwardBuilder(batch, [5])
        const first = g.apply('Gemm', [g.x, g.parameter('a', [4, 5])], { transB: { int: 1 } })
        const second = g.apply('Gemm', [first, g.parameter('b', [4, 6]), g.parameter('c', [1])])
        return g.finish(
          g.apply('Gemm', [g.apply('Relu', [second]), g.parameter('d', [6, 3]), g.parameter('e', [1, 3])]),
        )
      },
    },
  ],
}
