import type { Settings } from '../db/schema.ts'
import type { Architecture } from '../protocol/task.ts'
import { blankFeatures, type Examples, layoutOf } from './examples.ts'
import type { Engine, Runtime } from './runtime.ts'
import { createTrainer, type Trainer, type TrainerOptions } from './trainer.ts'

const TIMED_STEPS = 3

/** One full batch of zeros: what steps cost does not depend on what is in them, and no record is touched for timing. */
const blankExamples = (architecture: Architecture, batch: number): Examples => {
  const layout = layoutOf(architecture)
  return {
    ...layout,
    count: batch,
    x: blankFeatures(architecture, batch * layout.width),
    labels: new Int32Array(batch),
  }
}

/** Milliseconds of three steps after one that warms up. The trainer's weights are changed by it. */
const timeSteps = async (trainer: Trainer, architecture: Architecture): Promise<number> => {
  const examples = blankExamples(architecture, trainer.batch)
  const indices = Uint32Array.from({ length: trainer.batch }, (_, index) => index)
  await trainer.step(examples, indices)
  const start = performance.now()
  for (let step = 0; step < TIMED_STEPS; step++) await trainer.step(examples, indices)
  return performance.now() - start
}

const hasAdapter = async (): Promise<boolean> => {
  if (typeof navigator === 'undefined' || navigator.gpu === undefined) return false
  return (await navigator.gpu.requestAdapter().catch(() => null)) !== null
}

export type EngineSetting = Settings['engine']
export type TrainerTerms = Omit<TrainerOptions, 'engine'>

/** Makes trainers on the engine that a setting asks for. */
export interface TrainerFactory {
  /**
   * `auto`: WebGPU where there is an adapter and three timed steps on it are faster, else wasm; what was measured for
   * one kind of step is remembered. `webgpu` and `wasm` force one, except that wasm stands in for a missing adapter.
   */
  create(setting: EngineSetting, terms: TrainerTerms): Promise<Trainer>
}

export type OpenTrainer = (engine: Engine, terms: TrainerTerms) => Promise<Trainer>

/** Opens trainers on a runtime that is loaded once, at the first of them; a failed load is tried again. */
export const trainerOpener = (loadRuntime: () => Promise<Runtime>): OpenTrainer => {
  let loading: Promise<Runtime> | undefined
  return async (engine, terms) => {
    loading ??= loadRuntime()
    loading.catch(() => {
      loading = undefined
    })
    return createTrainer(await loading, { ...terms, engine })
  }
}

export interface TrainerFactoryOptions {
  readonly open: OpenTrainer
  readonly adapterPresent?: () => Promise<boolean>
  readonly time?: (trainer: Trainer, architecture: Architecture) => Promise<number>
}

export const createTrainerFactory = ({
  open,
  adapterPresent = hasAdapter,
  time = timeSteps,
}: TrainerFactoryOptions): TrainerFactory => {
  const measured = new Map<string, Engine>()

  /** A trainer and how long its steps took, or undefined where the graphics chip does not carry this graph. */
  const timedOnGpu = async (terms: TrainerTerms) => {
    let trainer: Trainer | undefined
    try {
      trainer = await open('webgpu', terms)
      return { trainer, ms: await time(trainer, terms.architecture) }
    } catch {
      // Drivers fail in their own ways; the same graph runs on wasm.
      await trainer?.dispose().catch(() => undefined)
      return undefined
    }
  }

  const fastest = async (terms: TrainerTerms): Promise<Trainer> => {
    const gpu = await timedOnGpu(terms)
    const wasm = await open('wasm', terms)
    if (gpu !== undefined && gpu.ms < (await time(wasm, terms.architecture))) {
      await wasm.dispose()
      gpu.trainer.reset(terms.weights)
      return gpu.trainer
    }
    await gpu?.trainer.dispose()
    wasm.reset(terms.weights)
    return wasm
  }

  return {
    create: async (setting, terms) => {
      if (setting === 'wasm' || !(await adapterPresent())) return open('wasm', terms)
      if (setting === 'webgpu') return open('webgpu', terms)
      const key = JSON.stringify([terms.architecture, terms.privacy, terms.optimizer.kind])
      const known = measured.get(key)
      if (known !== undefined) return open(known, terms)
      const trainer = await fastest(terms)
      measured.set(key, trainer.engine)
      return trainer
    },
  }
}
