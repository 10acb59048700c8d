import { onnx } from 'onnx-proto'
import type { InferenceSession } from 'onnxruntime-web'
import { discreteGaussian } from '../../../privacy/discreteGaussian.ts'
import type { Runtime } from '../../runtime.ts'
import type { Schedule } from '../../schedule.ts'
import type { NoiseSource } from '../../stepper.ts'
import { indicesUpTo } from '../synthetic.ts'

/** Ways to break a private step from outside, each of which an audit must find. */

/** A fifth of the noise that is asked for. */
export const fifthOfNoise: NoiseSource = (sigma) => discreteGaussian(sigma / 5)

/** The right noise, drawn once and used in every step. */
export const noiseReused: NoiseSource = (sigma) => {
  const source = discreteGaussian(sigma)
  let kept: Int32Array | undefined
  return {
    largest: source.largest,
    fill: (out) => {
      if (kept === undefined) {
        kept = new Int32Array(out.length)
        source.fill(kept)
      }
      out.set(kept)
    },
  }
}

/** Every record in every step. */
export const everyRecord =
  (count: number): Schedule =>
  () =>
    indicesUpTo(count)

/** No gradient of a finite example is longer. */
const NO_CLIP = 2 ** 60

/** The graph with another clip norm; a graph without clipping as it is. Throws where the clip is not found exactly once. */
const withoutClip = (bytes: Uint8Array, clipNorm: number): Uint8Array => {
  const model = onnx.ModelProto.decode(bytes)
  const { graph } = model
  if (!graph?.input?.some(({ name }) => name === 'mask')) return bytes
  const clips = (graph.initializer ?? []).flatMap(({ rawData, dims, dataType }) => {
    if (rawData?.length !== 4 || dims?.length !== 0 || dataType !== onnx.TensorProto.DataType.FLOAT) return []
    const view = new DataView(rawData.buffer, rawData.byteOffset, 4)
    // A little less than asked, for rounding.
    const share = view.getFloat32(0, true) / clipNorm
    return share > 0.999 && share < 1 ? [view] : []
  })
  if (clips.length !== 1) throw new RangeError(`${clips.length} constants look like the clip.`)
  clips[0]!.setFloat32(0, NO_CLIP, true)
  return onnx.ModelProto.encode(model).finish()
}

/** A runtime that takes the clip out of every graph that it is given. */
export const unclippedRuntime = (runtime: Runtime, clipNorm: number): Runtime => ({
  Tensor: runtime.Tensor,
  env: runtime.env,
  InferenceSession: new Proxy(runtime.InferenceSession, {
    get: (factory) => (bytes: Uint8Array, options: InferenceSession.SessionOptions) =>
      factory.create(withoutClip(bytes, clipNorm), options),
  }),
})
