import { initialWeights } from '../../../lib/autodiff/initialise.ts'
import { relativeError } from '../../../lib/autodiff/testing/backend.ts'
import { fixedSequence, normalFrom } from '../../../lib/autodiff/testing/random.ts'
import type { Architecture, PrivacyTerms } from '../../../lib/protocol/task.ts'
import type { Engine, Runtime } from '../../../lib/trainer/runtime.ts'
import type { Noise } from '../../../lib/trainer/stepper.ts'
import { indicesUpTo, syntheticExamples } from '../../../lib/trainer/testing/synthetic.ts'
import { createTrainer } from '../../../lib/trainer/trainer.ts'

const architecture: Architecture = { kind: 'mlp', inputs: 20, hidden: [16], outputs: 4 }
const examples = syntheticExamples(architecture, 60, 1)
const weights = initialWeights(architecture, normalFrom(fixedSequence(2)))

const TERMS: Readonly<Record<'plain' | 'private', PrivacyTerms>> = {
  plain: { mechanism: 'none', batchSize: 60 },
  private: {
    unit: 'record',
    mechanism: 'local',
    samplingRate: 0.5,
    expectedBatch: 10,
    clipNorm: 1,
    noiseMultiplier: 1,
    maxEpsilon: 8,
  },
}

/** A sequence in place of noise, the same for every engine. */
const standInNoise = () => {
  const normal = normalFrom(fixedSequence(3))
  return (sigma: number): Noise => ({
    largest: 2 ** 23,
    fill: (out) => {
      out.forEach((_, index) => {
        out[index] = Math.round(normal() * sigma)
      })
    },
  })
}

const options = (engine: Engine, kind: 'plain' | 'private') => ({
  engine,
  architecture,
  // The one that keeps most between steps.
  optimizer: { kind: 'adamw', learningRate: 0.01 } as const,
  privacy: TERMS[kind],
  weights,
  noise: standInNoise(),
})

const afterSteps = async (runtime: Runtime, engine: Engine, kind: 'plain' | 'private', steps: number) => {
  const trainer = await createTrainer(runtime, options(engine, kind))
  try {
    for (let step = 0; step < steps; step++) await trainer.step(examples, indicesUpTo(60))
    return await trainer.weights()
  } finally {
    await trainer.dispose()
  }
}

/** How far apart the two engines' weights are after the same eight steps, of more than one micro-batch each. */
export const compareEngines = async (runtime: Runtime, kind: 'plain' | 'private'): Promise<number> => {
  const change = (after: Float32Array) => after.map((value, index) => value - weights[index]!)
  return relativeError(
    change(await afterSteps(runtime, 'webgpu', kind, 8)),
    change(await afterSteps(runtime, 'wasm', kind, 8)),
  )
}

/** Takes a step, loses the device, takes another: the code of the error that the trainer gives. */
export const loseDevice = async (runtime: Runtime): Promise<string> => {
  const trainer = await createTrainer(runtime, options('webgpu', 'private'))
  await trainer.step(examples, indicesUpTo(60))
  const device = await runtime.env.webgpu.device
  device.destroy()
  await device.lost
  try {
    await trainer.step(examples, indicesUpTo(60))
    return 'no error'
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error)
  } finally {
    await trainer.dispose().catch(() => undefined)
  }
}

/** After the device is gone, wasm in the same runtime still takes steps. */
export const wasmStillRuns = async (runtime: Runtime): Promise<boolean> =>
  (await afterSteps(runtime, 'wasm', 'private', 1)).every(Number.isFinite)

/** GPU buffers made and not destroyed while `steps` steps are taken: buffers that steps leave behind. */
export const buffersLeft = async (
  runtime: Runtime,
  kind: 'plain' | 'private',
  steps: number,
): Promise<number> => {
  const trainer = await createTrainer(runtime, options('webgpu', kind))
  try {
    for (let step = 0; step < 3; step++) await trainer.step(examples, indicesUpTo(60))
    const open = new Set<GPUBuffer>()
    const { createBuffer } = GPUDevice.prototype
    const { destroy } = GPUBuffer.prototype
    GPUDevice.prototype.createBuffer = function (descriptor) {
      const buffer = createBuffer.call(this, descriptor)
      open.add(buffer)
      return buffer
    }
    GPUBuffer.prototype.destroy = function () {
      open.delete(this)
      return destroy.call(this)
    }
    for (let step = 0; step < steps; step++) await trainer.step(examples, indicesUpTo(60))
    GPUDevice.prototype.createBuffer = createBuffer
    GPUBuffer.prototype.destroy = destroy
    return open.size
  } finally {
    await trainer.dispose()
  }
}
