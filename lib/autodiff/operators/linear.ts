import type { Emitter } from '../emitter.ts'
import { axesBut } from '../tensor.ts'

/** Products of all pairs of positions, [batch, positions, positions], of a value [batch, positions, width]. */
export const gram = (emit: Emitter, value: string): string =>
  emit.node('MatMul', [value, emit.node('Transpose', [value], { perm: { ints: [0, 2, 1] } })])

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
  return emit.sum(emit.node('Mul', [gram(emit, x), gram(emit, d)]), axesBut(3, 0), 0)
}
