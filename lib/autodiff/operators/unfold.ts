import type { Emitter } from '../emitter.ts'
import { sizeOf } from '../tensor.ts'
import type { Window } from './window.ts'

/** For each place in the kernel, row-major, the pixel of the padded image (flat) that each window has there. */
const paddedPixels = ({ input, kernel, strides, dilations, pads, output }: Window): readonly number[][] => {
  const width = input[1] + pads[1] + pads[3]
  return Array.from({ length: sizeOf(kernel) }, (_, place) =>
    Array.from({ length: sizeOf(output) }, (_, at) => {
      const row = Math.floor(at / output[1]) * strides[0] + Math.floor(place / kernel[1]) * dilations[0]
      return row * width + (at % output[1]) * strides[1] + (place % kernel[1]) * dilations[1]
    }),
  )
}

/**
 * For each place in the kernel, row-major, the pixel of the image (flat) that each window has there, or -1 in the padding.
 */
export const windowPixels = (window: Window): readonly number[][] => {
  const { input, pads } = window
  const width = input[1] + pads[1] + pads[3]
  return paddedPixels(window).map((place) =>
    place.map((pixel) => {
      const row = Math.floor(pixel / width) - pads[0]
      const column = (pixel % width) - pads[1]
      return row >= 0 && row < input[0] && column >= 0 && column < input[1] ? row * input[1] + column : -1
    }),
  )
}

/**
 * Emits the windows of images x [batch, channels, height, width] as [batch, channels, places in the kernel, windows]. It
 * only copies, so no example and no other window meets a value that is not finite. `padding` stands outside the image.
 */
export const emitUnfold = (
  emit: Emitter,
  x: string,
  shape: readonly number[],
  window: Window,
  padding: number,
): string => {
  const { input, kernel, strides, pads } = window
  if ([...kernel, ...strides].every((size) => size === 1) && pads.every((pad) => pad === 0))
    return emit.reshape(x, [shape[0]!, shape[1]!, 1, sizeOf(input)])
  const padded = pads.some((pad) => pad > 0)
    ? emit.node('Pad', [x, emit.axes([0, 0, pads[0], pads[1], 0, 0, pads[2], pads[3]]), emit.scalar(padding)])
    : x
  const pixels = (input[0] + pads[0] + pads[2]) * (input[1] + pads[1] + pads[3])
  const flat = emit.reshape(padded, [shape[0]!, shape[1]!, pixels])
  const places = paddedPixels(window)
  const index = emit.constant('int32', [places.length, places[0]!.length], places.flat())
  return emit.node('Gather', [flat, index], { axis: { int: 2 } })
}

/**
 * Emits the sum, for each pixel of the image, of what its windows hold for it: the transpose of `emitUnfold`, from
 * values [batch, channels, entries] to [batch, channels, height, width]. `entry` says which entry belongs to a place and
 * a window. It gathers and never scatters, so the order of sums, and with it every bit, is the same in each run.
 */
export const emitFold = (
  emit: Emitter,
  values: string,
  shape: readonly number[],
  window: Window,
  entries: number,
  entry: (place: number, at: number) => number,
): string => {
  const meets: number[][] = Array.from({ length: sizeOf(window.input) }, () => [])
  windowPixels(window).forEach((pixels, place) => {
    pixels.forEach((pixel, at) => {
      meets[pixel]?.push(entry(place, at))
    })
  })
  const most = Math.max(1, ...meets.map((own) => own.length))
  // Pixels that fewer windows meet take a zero from past the end.
  const index = Array.from({ length: most }, (_, turn) => meets.map((own) => own[turn] ?? entries)).flat()
  const extended = emit.node('Pad', [values, emit.axes([0, 0, 0, 0, 0, 1]), emit.scalar(0)])
  const taken = emit.node('Gather', [extended, emit.constant('int32', [most, meets.length], index)], {
    axis: { int: 2 },
  })
  return emit.reshape(emit.sum(taken, [2], 0), shape)
}
