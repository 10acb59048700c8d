import type { Cnn } from '../../protocol/task.ts'
import { shapeError } from '../errors.ts'
import { ForwardBuilder, type ForwardGraph } from '../forward.ts'
import { type Activation, applyDense } from './dense.ts'

const ACTIVATIONS: Readonly<Record<Cnn['activation'], Activation>> = { relu: 'Relu', tanh: 'Tanh' }

/** Only whole numbers make sizes; the rules of the operators check how they fit together. */
const assertSizes = (architecture: Cnn): void => {
  const { input, convolutions, hidden, outputs } = architecture
  const positive = [
    ...[input.channels, input.height, input.width, ...hidden, outputs],
    ...convolutions.flatMap(({ filters, kernel, stride, pool, poolStride = pool }) => [
      ...[filters, kernel, stride, pool, poolStride],
    ]),
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
  let value = builder.x
  for (const [index, { filters, kernel, stride, pad, pool, poolStride = pool }] of convolutions.entries()) {
    const name = `convolution${index + 1}`
    const weight = builder.parameter(`${name}.weight`, [filters, value.shape[1]!, kernel, kernel])
    const bias = builder.parameter(`${name}.bias`, [filters])
    value = builder.apply('Conv', [value, weight, bias], {
      strides: { ints: [stride, stride] },
      pads: { ints: [pad, pad, pad, pad] },
    })
    value = builder.apply(ACTIVATIONS[activation], [value])
    if (pool > 1 || poolStride > 1)
      value = builder.apply('MaxPool', [value], {
        kernel_shape: { ints: [pool, pool] },
        strides: { ints: [poolStride, poolStride] },
      })
  }
  const flat = builder.apply('Flatten', [value])
  return builder.finish(applyDense(builder, flat, [...hidden, outputs], ACTIVATIONS[activation]))
}
