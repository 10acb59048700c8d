import { shapeError } from '../errors.ts'
import { ForwardBuilder, type ForwardGraph, type Value } from '../forward.ts'

/** Square filters over the image, an activation, and a maximum over square windows side by side. Sizes are in pixels. */
export interface ConvolutionLayer {
  /** Channels that come out. */
  readonly filters: number
  readonly kernel: number
  readonly stride: number
  /** Zeros around the image, on each side. */
  readonly pad: number
  /** Side of the windows of the maximum; 1 for none. */
  readonly pool: number
}

/** A convolutional network for images of one size: convolutions, then dense layers as in `mlp`. */
export interface Cnn {
  readonly kind: 'cnn'
  readonly input: { readonly channels: number; readonly height: number; readonly width: number }
  readonly convolutions: readonly ConvolutionLayer[]
  /** Widths of the hidden dense layers. */
  readonly hidden: readonly number[]
  readonly outputs: number
  readonly activation: 'relu' | 'tanh'
}

const ACTIVATIONS = { relu: 'Relu', tanh: 'Tanh' } as const

/** Only whole numbers make sizes; the rules of the operators check how they fit together. */
const assertSizes = (architecture: Cnn): void => {
  const { input, convolutions, hidden, outputs } = architecture
  const positive = [
    ...[input.channels, input.height, input.width, ...hidden, outputs],
    ...convolutions.flatMap(({ filters, kernel, stride, pool }) => [filters, kernel, stride, pool]),
  ]
  if (
    !positive.every((size) => Number.isSafeInteger(size) && size >= 1) ||
    !convolutions.every(({ pad }) => Number.isSafeInteger(pad) && pad >= 0)
  )
    throw shapeError('cnn', 'Sizes are whole numbers from 1 on, pads from 0 on.')
}

/**
 * The forward graph of a convolutional network for batches of `batch` examples, x as [batch, channels, height, width].
 * Parameters in order, each row-major: for each convolution W [filters, channels, kernel, kernel] and b [filters], then for
 * each dense layer W [in, out] and b [out], whose first reads channels, rows and columns in this order. The activation
 * follows each but the last. Throws `autodiff/shape` where a window does not fit on the image that it gets.
 */
export const cnnGraph = (architecture: Cnn, batch: number): ForwardGraph => {
  assertSizes(architecture)
  const { input, convolutions, hidden, outputs, activation } = architecture
  const builder = new ForwardBuilder(batch, [input.channels, input.height, input.width])
  const activate = (value: Value) => builder.apply(ACTIVATIONS[activation], [value])
  let value = builder.x
  for (const [index, { filters, kernel, stride, pad, pool }] of convolutions.entries()) {
    const name = `convolution${index + 1}`
    const weight = builder.parameter(`${name}.weight`, [filters, value.shape[1]!, kernel, kernel])
    const bias = builder.parameter(`${name}.bias`, [filters])
    value = activate(
      builder.apply('Conv', [value, weight, bias], {
        strides: { ints: [stride, stride] },
        pads: { ints: [pad, pad, pad, pad] },
      }),
    )
    if (pool > 1)
      value = builder.apply('MaxPool', [value], {
        kernel_shape: { ints: [pool, pool] },
        strides: { ints: [pool, pool] },
      })
  }
  value = builder.apply('Flatten', [value])
  const widths = [...hidden, outputs]
  for (const [index, width] of widths.entries()) {
    const weight = builder.parameter(`layer${index + 1}.weight`, [value.shape[1]!, width])
    const bias = builder.parameter(`layer${index + 1}.bias`, [width])
    value = builder.apply('Gemm', [value, weight, bias])
    if (index < hidden.length) value = activate(value)
  }
  return builder.finish(value)
}
