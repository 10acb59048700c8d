import { assertAttributes } from './attributes.ts'
import type { Operator } from './operator.ts'
import { assertOneImage } from './window.ts'

/** ONNX GlobalAveragePool: the mean over each channel's pixels, [batch, channels, height, width] to [batch, channels, 1, 1]. */
export const globalAveragePool: Operator = {
  name: 'GlobalAveragePool',
  infer: (inputs, attributes) => {
    const x = assertOneImage('GlobalAveragePool', inputs)
    assertAttributes('GlobalAveragePool', attributes, [])
    return { ...x, shape: [x.shape[0]!, x.shape[1]!, 1, 1] }
  },
  lower: ({ emit, inputNames }) => emit.node('GlobalAveragePool', inputNames),
  gradient: ({ emit, inputs, gradient, wanted }) => {
    if (wanted[0] !== true) return [undefined]
    const { shape } = inputs[0]!
    const share = emit.node('Mul', [gradient, emit.scalar(1 / (shape[2]! * shape[3]!))])
    return [emit.node('Expand', [share, emit.axes(shape)])]
  },
}
