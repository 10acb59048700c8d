import type { Emitter } from '../emitter.ts'
import { axesBut } from '../tensor.ts'

/**
 * Squared norm, [batch], of each example's gradient of W in y = x W, from x [batch, in] or [batch, positions, in] and
 * d = dL/dy of the same rank: |x|^2 |d|^2 for one position, else the sum over positions t, t' of (x_t . x_t')(d_t . d_t')
 * (Li et al. 2021, arXiv:2110.05679, section 4).
 */
export const linearSquaredNorm = (emit: Emitter, x: string, d: string, rank: number): string => {
  if (rank === 2) {
    const square = (value: string) => emit.sum(emit.node('Mul', [value, value]), [1], 0)
    return emit.node('Mul', [square(x), square(d)])
  }
  const gram = (value: string) =>
    emit.node('MatMul', [value, emit.node('Transpose', [value], { perm: { ints: [0, 2, 1] } })])
  return emit.sum(emit.node('Mul', [gram(x), gram(d)]), axesBut(3, 0), 0)
}
