import type { Emitter } from '../emitter.ts'
import { sizeOf } from '../tensor.ts'
import { linearSquaredNorm } from './linear.ts'
import { emitUnfold } from './unfold.ts'
import type { Window } from './window.ts'

/** A convolution of images x [batch, channels, height, width] to `filters` channels in `groups`. */
export interface Convolution {
  readonly shape: readonly number[]
  readonly filters: number
  readonly groups: number
  readonly window: Window
}

/**
 * A convolution is a dense layer over positions: within a group, its filters are a matrix of shape [inner, outer], with
 * inner the numbers under one window. Names of x as [batch * groups, positions, inner] and of d = dL/dy as [batch *
 * groups, outer, positions].
 */
const asLinear = (
  emit: Emitter,
  x: string,
  d: string,
  convolution: Convolution,
): readonly [string, string] => {
  const { shape, filters, groups, window } = convolution
  const [batch, channels] = shape as [number, number]
  const positions = sizeOf(window.output)
  const inner = (channels / groups) * sizeOf(window.kernel)
  const unfolded = emit.reshape(emitUnfold(emit, x, shape, window, 0), [batch * groups, inner, positions])
  return [
    emit.node('Transpose', [unfolded], { perm: { ints: [0, 2, 1] } }),
    emit.reshape(d, [batch * groups, filters / groups, positions]),
  ]
}

const sumGroups = (emit: Emitter, squares: string, { shape, groups }: Convolution): string =>
  emit.sum(emit.reshape(squares, [shape[0]!, groups]), [1], 0)

/**
 * Squared norm, [batch], of each example's gradient of the filters from Gram matrices over positions, without making the
 * gradient (ghost norm of convolutions: Bu, Mao, Xu 2022, arXiv:2205.10683, section 3).
 */
export const ghostSquaredNorm = (emit: Emitter, x: string, d: string, convolution: Convolution): string => {
  const [rows, columns] = asLinear(emit, x, d, convolution)
  const outer = emit.node('Transpose', [columns], { perm: { ints: [0, 2, 1] } })
  return sumGroups(emit, linearSquaredNorm(emit, rows, outer, 3), convolution)
}

/** The same by making each example's gradient, a product over positions. */
export const directSquaredNorm = (emit: Emitter, x: string, d: string, convolution: Convolution): string => {
  const [rows, columns] = asLinear(emit, x, d, convolution)
  const own = emit.node('MatMul', [columns, rows])
  return sumGroups(emit, emit.sum(emit.node('Mul', [own, own]), [1, 2], 0), convolution)
}

/**
 * Whether Gram matrices take fewer multiplications than gradients: positions (inner + outer) < inner outer. It also means
 * less memory, 2 positions^2 < inner outer, which is the choice of Bu, Mao, Xu 2022 ("mixed ghost clipping").
 */
export const isGhostCheaper = ({ shape, filters, groups, window }: Convolution): boolean => {
  const inner = (shape[1]! / groups) * sizeOf(window.kernel)
  const outer = filters / groups
  return sizeOf(window.output) * (inner + outer) < inner * outer
}
