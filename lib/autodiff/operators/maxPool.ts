import { sizeOf } from '../tensor.ts'
import { assertAttributes } from './attributes.ts'
import type { Operator } from './operator.ts'
import { emitFold, emitUnfold } from './unfold.ts'
import { assertOneImage, poolWindow, windowAttributes } from './window.ts'

/** The least float32: no pixel is smaller, so padding is never a maximum. */
const LEAST = -3.4028234663852886e38

/**
 * ONNX MaxPool of images, without dilations, ceil_mode and indices. Where a window has its maximum in several places, the
 * gradient goes to the first in row-major order, as argmax has it.
 */
export const maxPool: Operator = {
  name: 'MaxPool',
  infer: (inputs, attributes) => {
    const x = assertOneImage('MaxPool', inputs)
    assertAttributes('MaxPool', attributes, ['kernel_shape', 'strides', 'pads'])
    const { output } = poolWindow('MaxPool', attributes, x.shape)
    return { ...x, shape: [...x.shape.slice(0, 2), ...output] }
  },
  lower: ({ emit, inputs, inputNames, attributes }) =>
    emit.node('MaxPool', inputNames, windowAttributes(poolWindow('MaxPool', attributes, inputs[0]!.shape))),
  // MaxPool's own indices fail at run on the WebGPU provider, so the maximum is sought again in the windows.
  gradient: ({ emit, inputs, inputNames, outputName, attributes, gradient, wanted }) => {
    if (wanted[0] !== true) return [undefined]
    const { shape } = inputs[0]!
    const [batch, channels] = shape as [number, number]
    const window = poolWindow('MaxPool', attributes, shape)
    const places = sizeOf(window.kernel)
    const windows = sizeOf(window.output)
    const perWindow = (value: string) => emit.reshape(value, [batch, channels, 1, windows])
    const unfolded = emitUnfold(emit, inputNames[0]!, shape, window, LEAST)
    const hits = emit.node('Cast', [emit.node('Equal', [unfolded, perWindow(outputName)])], {
      to: { int: 1 },
    })
    // The first place weighs the most, so the largest weighted hit is the first hit.
    const weights = Array.from({ length: places }, (_, place) => places - place)
    const weighted = emit.node('Mul', [hits, emit.constant('float32', [1, 1, places, 1], weights)])
    const best = emit.node('ReduceMax', [weighted], { axes: { ints: [2] }, keepdims: { int: 1 } })
    const first = emit.node('Cast', [emit.node('Equal', [weighted, best])], { to: { int: 1 } })
    const own = emit.node('Mul', [first, perWindow(gradient)])
    return [emitFold(emit, own, shape, window, places)]
  },
}
