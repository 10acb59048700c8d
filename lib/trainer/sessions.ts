import { TrainerError } from './errors.ts'
import type { Engine, Runtime, Session, Tensor } from './runtime.ts'

export type Tensors = Readonly<Record<string, Tensor>>

/** Outputs of these names stay where the parameters live; all others come to the CPU. */
export const openSession = (
  { InferenceSession }: Runtime,
  engine: Engine,
  model: Uint8Array,
  resident: readonly string[],
): Promise<Session> =>
  InferenceSession.create(
    model,
    engine === 'wasm'
      ? { executionProviders: ['wasm'] }
      : {
          // NHWC, the effective default, gives wrong results for some convolutions (onnxruntime-web 1.30), with groups and without.
          executionProviders: [{ name: 'webgpu', preferredLayout: 'NCHW' }],
          preferredOutputLocation: Object.fromEntries(resident.map((name) => [name, 'gpu-buffer'] as const)),
        },
  )

/** Rejects once the graphics device is gone; never settles otherwise. Its rejection counts as handled. */
export const deviceLoss = async (runtime: Runtime): Promise<never> => {
  const device = await runtime.env.webgpu.device
  const { message } = await device.lost
  throw new TrainerError('trainer/device-lost', 'The graphics device was lost.', { details: message })
}
