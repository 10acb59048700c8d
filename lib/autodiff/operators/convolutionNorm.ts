import type { Emitter } from '../emitter.ts'
import { sizeOf } from '../tensor.ts'
import { type Convolution, emitFilterSums } from './convolution.ts'
import { linearSquaredNorm } from './linear.ts'
import { emitUnfold } from './unfold.ts'

/** Numbers under one window, and filters that see them, within one group: a dense layer from inner to outer. */
const widths = ({ shape, filters, groups, window }: Convolution): readonly [number, number] => [
  (shape[1]! / groups) * sizeOf(window.kernel),
  filters / groups,
]

/**
 * Squared norm, [batch], of each example's gradient of the filters, from x and d = dL/dy. A convolution is a dense layer at
 * each position, so the norm comes from Gram matrices over positions without the gradient (ghost norm of convolutions:
 * Bu, Mao, Xu 2022, arXiv:2205.10683, section 3).
 */
export const ghostSquaredNorm = (emit: Emitter, x: string, d: string, convolution: Convolution): string => {
  const { shape, groups, window } = convolution
  const [inner, outer] = widths(convolution)
  const rows = shape[0]! * groups
  const positions = sizeOf(window.output)
  const byPosition = (value: string, width: number) =>
    emit.node('Transpose', [emit.reshape(value, [rows, width, positions])], { perm: { ints: [0, 2, 1] } })
  const under = byPosition(emitUnfold(emit, x, shape, window, 0), inner)
  const squares = linearSquaredNorm(emit, under, byPosition(d, outer), 3)
  return emit.sum(emit.reshape(squares, [shape[0]!, groups]), [1], 0)
}

/** The same by making each example's gradient: a convolution in which every example is a group of its own. */
export const directSquaredNorm = (emit: Emitter, x: string, d: string, convolution: Convolution): string => {
  const { shape, filters, groups, window } = convolution
  const [batch, channels, height, width] = shape as [number, number, number, number]
  const images = emit.node(
    'Transpose',
    [emit.reshape(x, [batch * groups, channels / groups, height, width])],
    { perm: { ints: [1, 0, 2, 3] } },
  )
  const gradients = emit.reshape(d, [batch * filters, 1, ...window.output])
  const own = emitFilterSums(emit, images, gradients, window, batch * groups)
  const squares = emit.reshape(emit.node('Mul', [own, own]), [
    channels / groups,
    batch,
    filters * sizeOf(window.kernel),
  ])
  return emit.sum(squares, [0, 2], 0)
}

/**
 * Whether Gram matrices take fewer multiplications than gradients: positions (inner + outer) < inner outer. It also means
 * less memory, 2 positions^2 < inner outer, which is the choice of Bu, Mao, Xu 2022 ("mixed ghost clipping").
 */
export const isGhostCheaper = (convolution: Convolution): boolean => {
  const [inner, outer] = widths(convolution)
  return sizeOf(convolution.window.output) * (inner + outer) < inner * outer
}
