import { shapeError, unsupportedError } from '../errors.ts'
import type { Attribute, Attributes } from '../onnx/model.ts'
import type { TensorInfo } from '../tensor.ts'

type Pair = readonly [number, number]

/** Where the windows of a convolution or a pool lie on images; [vertical, horizontal], in pixels. */
export interface Window {
  readonly input: Pair
  readonly kernel: Pair
  readonly strides: Pair
  readonly dilations: Pair
  /** Top, left, bottom, right, as ONNX orders them. */
  readonly pads: readonly [number, number, number, number]
  /** Windows down and across. */
  readonly output: Pair
}

/** An image value [batch, channels, height, width], whose axis 0 is examples. */
export const assertImages = (operator: string, x: TensorInfo | undefined): TensorInfo => {
  if (x === undefined || x.type !== 'float32' || x.shape.length !== 4)
    throw shapeError(operator, 'Its first input is float32 of shape [batch, channels, height, width].')
  if (!x.perExample) throw unsupportedError(operator, 'Its first input must be a value per example.')
  return x
}

/** The one input of an operator, an image value. */
export const assertOneImage = (operator: string, inputs: readonly TensorInfo[]): TensorInfo => {
  if (inputs.length !== 1) throw shapeError(operator, 'It takes one input.')
  return assertImages(operator, inputs[0])
}

/** A list attribute of as many whole numbers as `otherwise` has, each at least `least`. */
const intsAttribute = (
  operator: string,
  attribute: Attribute | undefined,
  name: string,
  otherwise: readonly number[],
  least: number,
): readonly number[] => {
  if (attribute === undefined) return otherwise
  if (
    !('ints' in attribute) ||
    attribute.ints.length !== otherwise.length ||
    !attribute.ints.every((value) => Number.isSafeInteger(value) && value >= least)
  )
    throw shapeError(operator, `${name} must be ${otherwise.length} whole numbers from ${least} on.`)
  return attribute.ints
}

/** A whole number from 0 on. */
export const intAttribute = (
  operator: string,
  attributes: Attributes,
  name: string,
  otherwise: number,
): number => {
  const attribute = attributes[name]
  if (attribute === undefined) return otherwise
  if (!('int' in attribute) || !Number.isSafeInteger(attribute.int) || attribute.int < 0)
    throw shapeError(operator, `${name} must be a whole number from 0 on.`)
  return attribute.int
}

/**
 * Reads `kernel_shape`, `strides`, `pads` and `dilations` with ONNX's defaults, `kernel` for the first. Output sizes are
 * rounded down (ceil_mode 0). Throws `autodiff/shape`.
 */
export const windowOf = (
  operator: string,
  attributes: Attributes,
  shape: readonly number[],
  kernel: readonly number[],
): Window => {
  const read = (name: string, otherwise: readonly number[], least: number) =>
    intsAttribute(operator, attributes[name], name, otherwise, least)
  const size = read('kernel_shape', kernel, 1)
  const strides = read('strides', [1, 1], 1)
  const dilations = read('dilations', [1, 1], 1)
  const pads = read('pads', [0, 0, 0, 0], 0)
  const input = shape.slice(2)
  const output = [0, 1].map((axis) => {
    const padded = input[axis]! + pads[axis]! + pads[axis + 2]!
    return Math.floor((padded - dilations[axis]! * (size[axis]! - 1) - 1) / strides[axis]!) + 1
  })
  if (!output.every((count) => count >= 1))
    throw shapeError(operator, `A window of [${size}] does not fit on images of [${input}].`)
  return {
    input: input as unknown as Pair,
    kernel: size as unknown as Pair,
    strides: strides as unknown as Pair,
    dilations: dilations as unknown as Pair,
    pads: pads as unknown as Window['pads'],
    output: output as unknown as Pair,
  }
}

/** A pool's window: ONNX wants `kernel_shape`; pads are smaller, so that each window has a pixel of the image in it. */
export const poolWindow = (operator: string, attributes: Attributes, shape: readonly number[]): Window => {
  if (attributes.kernel_shape === undefined) throw shapeError(operator, 'It has no kernel_shape.')
  const window = windowOf(operator, attributes, shape, [1, 1])
  if (!window.pads.every((pad, side) => pad < window.kernel[side % 2]!))
    throw shapeError(operator, `Pads of [${window.pads}] are not smaller than the window [${window.kernel}].`)
  return window
}

/** The window as attributes of an ONNX pool. */
export const windowAttributes = ({ kernel, strides, pads }: Window): Attributes => ({
  kernel_shape: { ints: kernel },
  strides: { ints: strides },
  pads: { ints: pads },
})
