import type { Emitter } from '../emitter.ts'
import { axesBut } from '../tensor.ts'

/** Products of all pairs of positions, [batch, positions, positions], of a value [batch, positions, width]. */
export const gram = (emit: Emitter, value: string): string =>
  emit.node('MatMul', [value, emit.node('Transpose', [value], { perm: { ints: [0, 2, 1] } })])

/** Lengths of the vectors at each position, [batch, positions], of a value [batch, positions, width]. */
export const lengths = (emit: Emitter, value: string): string =>
  emit.node('Sqrt', [emit.sum(emit.node('Mul', [value, value]), [2], 0)])

/**
 * Terms of a sum over pairs of positions may cancel, and then rounding in float32 counts for more than what is left. A norm
 * that is too small would let through more than the clipping norm, so this part of the terms' absolute sum,
 * about three units in the last place, is added.
 */
export const PAIR_ROUNDING = 2e-7

/**
 * Squared norm, [batch], of each example's gradient of W in y = x W, from x [batch, in] or [batch, positions, in] and
 * d = dL/dy of the same rank: |x|^2 |d|^2 for one position, else the sum over positions t, t' of (x_t . x_t')(d_t . d_t')
 * (Li et al. 2021, arXiv:2110.05679, section 4), with `PAIR_ROUNDING` of (sum over t of |x_t| |d_t|)^2.
 */
export const linearSquaredNorm = (emit: Emitter, x: string, d: string, rank: number): string => {
  if (rank === 2) {
    const square = (value: string) => emit.sum(emit.node('Mul', [value, value]), [1], 0)
    return emit.node('Mul', [square(x), square(d)])
  }
  const exact = emit.sum(emit.node('Mul', [gram(emit, x), gram(emit, d)]), axesBut(3, 0), 0)
  const size = emit.sum(emit.node('Mul', [lengths(emit, x), lengths(emit, d)]), [1], 0)
  const rounding = emit.node('Mul', [emit.node('Mul', [size, size]), emit.scalar(PAIR_ROUNDING)])
  return emit.node('Add', [exact, rounding])
}
