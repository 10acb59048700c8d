import type { Emitter } from '../emitter.ts'
import type { Window } from './window.ts'

/** A convolution of images x [batch, channels, height, width] to `filters` channels in `groups`. */
export interface Convolution {
  readonly shape: readonly number[]
  readonly filters: number
  readonly groups: number
  readonly window: Window
}

/** Pixels at the end of each axis, padding included, that no window reaches. */
export const unreached = ({ input, kernel, strides, dilations, pads }: Window): readonly number[] =>
  [0, 1].map(
    (axis) =>
      (input[axis]! + pads[axis]! + pads[axis + 2]! - dilations[axis]! * (kernel[axis]! - 1) - 1) %
      strides[axis]!,
  )

/**
 * Emits the sums over positions of images under the kernel times dL/dy, one for each place in the kernel: a convolution of
 * `images` [rows, groups * inner, height, width] with `gradients` [columns, inner, down, across], whose strides and dilations
 * have changed places. [rows, columns, kernel height, kernel width].
 */
export const emitFilterSums = (
  emit: Emitter,
  images: string,
  gradients: string,
  window: Window,
  groups: number,
): string => {
  const sums = emit.node('Conv', [images, gradients], {
    kernel_shape: { ints: window.output },
    strides: { ints: window.dilations },
    dilations: { ints: window.strides },
    pads: { ints: window.pads },
    group: { int: groups },
  })
  // What no window reaches makes the result too large by whole steps of the dilation.
  return unreached(window).some((left, axis) => left >= window.dilations[axis]!)
    ? emit.node('Slice', [sums, emit.axes([0, 0]), emit.axes(window.kernel), emit.axes([2, 3])])
    : sums
}
