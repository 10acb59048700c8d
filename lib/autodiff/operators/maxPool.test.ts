import * as ort from 'onnxruntime-web'
import { expect, it } from 'vitest'
import { Emitter } from '../emitter.ts'
import type { Attributes } from '../onnx/model.ts'
import { maxPool } from './maxPool.ts'

ort.env.wasm.numThreads = 1

/** dL/dx of four windows of 2 by 2 on x, an image of 3 by 3, where dL/dy is 1, 2, 3, 4. */
const gradientOf = async (x: readonly number[], form: Attributes = {}): Promise<readonly number[]> => {
  const emit = new Emitter()
  const shape = [1, 1, 3, 3]
  const attributes = { kernel_shape: { ints: [2, 2] }, ...form }
  const inputs = [{ type: 'float32', shape, perExample: true }] as const
  const output = maxPool.infer(inputs, attributes)
  const inputNames = [emit.input('x', 'float32', shape)]
  const outputName = maxPool.lower({ emit, attributes, inputs, output, inputNames })
  const gradient = emit.constant('float32', output.shape, [1, 2, 3, 4])
  const [own] = maxPool.gradient({
    emit,
    attributes,
    inputs,
    output,
    inputNames,
    outputName,
    gradient,
    wanted: [true],
  })
  emit.output('dx', 'float32', shape, own!)
  const session = await ort.InferenceSession.create(emit.encode('ties'), { executionProviders: ['wasm'] })
  const { dx } = await session.run({ x: new ort.Tensor('float32', Float32Array.from(x), shape) })
  await session.release()
  return [...(dx!.data as Float32Array)]
}

it('gives the gradient of equal maxima to the first, in row-major order', async () => {
  expect(await gradientOf([5, 5, 5, 5, 5, 5, 5, 5, 5])).toEqual([1, 2, 0, 3, 4, 0, 0, 0, 0])
  expect(await gradientOf([0, 0, 0, 0, -0.5, 0, 0, 0, 0])).toEqual([1, 2, 0, 3, 0, 4, 0, 0, 0])
  expect(await gradientOf([0, 7, 0, 7, 0, 7, 0, 7, 0])).toEqual([0, 3, 0, 3, 0, 4, 0, 0, 0])
})

it('sums what overlapping windows give to one maximum', async () => {
  expect(await gradientOf([1, 2, 3, 4, 9, 5, 6, 7, 8])).toEqual([0, 0, 0, 0, 10, 0, 0, 0, 0])
})

it('gives nothing to the padding where the maximum is 0', async () => {
  const padded = { strides: { ints: [2, 2] }, pads: { ints: [1, 1, 0, 0] } }
  expect(await gradientOf([0, 0, 0, 0, 0, 0, 0, 0, 0], padded)).toEqual([1, 2, 0, 3, 4, 0, 0, 0, 0])
})
