import type { Emitter } from '../emitter.ts'
import { sizeOf } from '../tensor.ts'
import type { Window } from './window.ts'

/**
 * For each place in the kernel, row-major, the pixel of the image (flat) that each window has there, or -1 in the padding.
 */
export const windowPixels = ({
  input,
  kernel,
  strides,
  dilations,
  pads,
  output,
}: Window): readonly number[][] =>
  Array.from({ length: sizeOf(kernel) }, (_, place) =>
    Array.from({ length: sizeOf(output) }, (_, at) => {
      const row =
        Math.floor(at / output[1]) * strides[0] + Math.floor(place / kernel[1]) * dilations[0] - pads[0]
      const column = (at % output[1]) * strides[1] + (place % kernel[1]) * dilations[1] - pads[1]
      return row >= 0 && row < input[0] && column >= 0 && column < input[1] ? row * input[1] + column : -1
    }),
  )

/** Whether windows touch and neither overlap nor reach into padding; they may leave pixels out at the end. */
const isSideBySide = ({ kernel, strides, dilations, pads }: Window): boolean =>
  kernel.join() === strides.join() &&
  [...dilations].every((step) => step === 1) &&
  pads.every((pad) => pad === 0)

/** Height and width of what windows side by side cover. */
const coveredSize = ({ kernel, output }: Window): readonly [number, number] => [
  output[0] * kernel[0],
  output[1] * kernel[1],
]

/** `emitUnfold` for windows side by side, where pixels only change places: many times faster than Gather on wasm. */
const unfoldSideBySide = (emit: Emitter, x: string, shape: readonly number[], window: Window): string => {
  const { input, kernel, output } = window
  const [height, width] = coveredSize(window)
  const whole =
    height === input[0] && width === input[1]
      ? x
      : emit.node('Slice', [x, emit.axes([0, 0]), emit.axes([height, width]), emit.axes([2, 3])])
  const split = emit.reshape(whole, [shape[0]! * shape[1]!, output[0], kernel[0], output[1], kernel[1]])
  const places = emit.node('Transpose', [split], { perm: { ints: [0, 2, 4, 1, 3] } })
  return emit.reshape(places, [shape[0]!, shape[1]!, sizeOf(kernel), sizeOf(output)])
}

/** `emitFold` for windows side by side. */
const foldSideBySide = (
  emit: Emitter,
  values: string,
  shape: readonly number[],
  window: Window,
  places: number,
): string => {
  const { input, kernel, output } = window
  const [height, width] = coveredSize(window)
  const images = shape[0]! * shape[1]!
  const own =
    places === 1
      ? emit.node('Expand', [
          emit.reshape(values, [images, 1, 1, ...output]),
          emit.axes([images, ...kernel, ...output]),
        ])
      : emit.reshape(values, [images, ...kernel, ...output])
  const joined = emit.node('Transpose', [own], { perm: { ints: [0, 3, 1, 4, 2] } })
  const whole = emit.reshape(joined, [shape[0]!, shape[1]!, height, width])
  return height === input[0] && width === input[1]
    ? whole
    : emit.node('Pad', [
        whole,
        emit.axes([0, 0, 0, 0, 0, 0, input[0] - height, input[1] - width]),
        emit.scalar(0),
      ])
}

/** Shaders read few buffers at a time. */
const CONCAT_AT_MOST = 6

const concat = (emit: Emitter, values: readonly string[], axis: number): string => {
  const [only] = values
  if (only !== undefined && values.length === 1) return only
  const parts =
    values.length <= CONCAT_AT_MOST
      ? values
      : Array.from({ length: Math.ceil(values.length / CONCAT_AT_MOST) }, (_, part) =>
          concat(emit, values.slice(part * CONCAT_AT_MOST, (part + 1) * CONCAT_AT_MOST), axis),
        )
  return parts.length <= CONCAT_AT_MOST
    ? emit.node('Concat', parts, { axis: { int: axis } })
    : concat(emit, parts, axis)
}

/**
 * Emits the windows of images x [batch, channels, height, width] as [batch, channels, places in the kernel, windows]. It
 * only copies, so no example and no other window meets a value that is not finite. `padding` stands outside the image.
 * Whole rows are gathered, then columns cut out of them: pixel by pixel, Gather takes several times as long on wasm.
 */
export const emitUnfold = (
  emit: Emitter,
  x: string,
  shape: readonly number[],
  window: Window,
  padding: number,
): string => {
  if (isSideBySide(window)) return unfoldSideBySide(emit, x, shape, window)
  const { kernel, strides, dilations, pads, output } = window
  const [batch, channels] = shape as [number, number]
  const padded = pads.some((pad) => pad > 0)
    ? emit.node('Pad', [x, emit.axes([0, 0, pads[0], pads[1], 0, 0, pads[2], pads[3]]), emit.scalar(padding)])
    : x
  const rows = Array.from({ length: kernel[0] * output[0] }, (_, at) => {
    const [place, row] = [Math.floor(at / output[0]), at % output[0]]
    return place * dilations[0] + row * strides[0]
  })
  const byRow = emit.node('Gather', [padded, emit.constant('int32', [kernel[0], output[0]], rows)], {
    axis: { int: 2 },
  })
  const columns = Array.from({ length: kernel[1] }, (_, place) => {
    const from = place * dilations[1]
    const to = from + (output[1] - 1) * strides[1] + 1
    const own = emit.node('Slice', [
      byRow,
      emit.axes([from]),
      emit.axes([to]),
      emit.axes([4]),
      emit.axes([strides[1]]),
    ])
    return emit.reshape(own, [batch, channels, kernel[0], 1, sizeOf(output)])
  })
  return emit.reshape(concat(emit, columns, 3), [batch, channels, sizeOf(kernel), sizeOf(output)])
}

/** `emitFold` for windows at every pixel: each place lies on the image as a whole, and is moved. */
const foldDense = (
  emit: Emitter,
  values: string,
  shape: readonly number[],
  { input, kernel, dilations, pads, output }: Window,
  places: number,
): string => {
  const [batch, channels] = shape as [number, number]
  const images = emit.reshape(values, [batch, channels, places, ...output])
  const moved = Array.from({ length: sizeOf(kernel) }, (_, place) => {
    const at = places === 1 ? 0 : place
    const own =
      places === 1
        ? images
        : emit.node('Slice', [images, emit.axes([at]), emit.axes([at + 1]), emit.axes([2])])
    const down = Math.floor(place / kernel[1]) * dilations[0] - pads[0]
    const right = (place % kernel[1]) * dilations[1] - pads[1]
    const around = [down, right, input[0] - output[0] - down, input[1] - output[1] - right]
    // Below zero, Pad cuts off what lies in the padding.
    return emit.node('Pad', [
      emit.reshape(own, [batch, channels, ...output]),
      emit.axes([0, 0, around[0]!, around[1]!, 0, 0, around[2]!, around[3]!]),
      emit.scalar(0),
    ])
  })
  return moved.reduce((sum, own) => emit.node('Add', [sum, own]))
}

/**
 * Emits the sum, for each pixel of the image, of what its windows hold for it: the transpose of `emitUnfold`, from values
 * [batch, channels, places, windows] to [batch, channels, height, width]. With one place, all of a window hold the same.
 * It moves or gathers and never scatters, so the order of sums, and with it every bit, is the same in each run.
 */
export const emitFold = (
  emit: Emitter,
  values: string,
  shape: readonly number[],
  window: Window,
  places: number,
): string => {
  if (isSideBySide(window)) return foldSideBySide(emit, values, shape, window, places)
  if (window.strides.every((stride) => stride === 1)) return foldDense(emit, values, shape, window, places)
  const windows = sizeOf(window.output)
  const entries = places * windows
  const meets: number[][] = Array.from({ length: sizeOf(window.input) }, () => [])
  windowPixels(window).forEach((pixels, place) => {
    pixels.forEach((pixel, at) => {
      meets[pixel]?.push(places === 1 ? at : place * windows + at)
    })
  })
  const most = Math.max(1, ...meets.map((own) => own.length))
  // Pixels that fewer windows meet take a zero from past the end.
  const index = Array.from({ length: most }, (_, turn) => meets.map((own) => own[turn] ?? entries)).flat()
  const flat = emit.reshape(values, [shape[0]!, shape[1]!, entries])
  const extended = emit.node('Pad', [flat, emit.axes([0, 0, 0, 0, 0, 1]), emit.scalar(0)])
  const taken = emit.node('Gather', [extended, emit.constant('int32', [most, meets.length], index)], {
    axis: { int: 2 },
  })
  return emit.reshape(emit.sum(taken, [2], 0), shape)
}
