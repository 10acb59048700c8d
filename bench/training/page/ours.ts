import { exampleShape } from '../../../lib/protocol/layers.ts'
import type { PrivacyTerms } from '../../../lib/protocol/task.ts'
import { loadBrowserRuntime } from '../../../lib/trainer/browserRuntime.ts'
import type { Runtime } from '../../../lib/trainer/runtime.ts'
import { createTrainer } from '../../../lib/trainer/trainer.ts'
import type { Backend } from '../measured.ts'
import type { Contender, Problem } from './contender.ts'

let loading: Promise<Runtime> | undefined

const runtime = (): Promise<Runtime> => {
  loading ??= loadBrowserRuntime(new URL('/ort/', location.href).href)
  return loading
}

/** The product's own trainer, noise and all. */
const open = async (problem: Problem, engine: Backend, privacy: PrivacyTerms): Promise<Contender> => {
  const { architecture, weights, learningRate, batch } = problem
  const trainer = await createTrainer(await runtime(), {
    engine,
    architecture,
    weights,
    optimizer: { kind: 'sgd', learningRate },
    privacy,
  })
  const { size, x, labels } = batch
  const examples = { count: size, width: x.length / size, shape: exampleShape(architecture), x, labels }
  const indices = Uint32Array.from({ length: size }, (_, index) => index)
  return {
    step: async () => (await trainer.step(examples, indices)) ?? Number.NaN,
    close: () => trainer.dispose(),
  }
}

export const openPlain = (problem: Problem, engine: Backend): Promise<Contender> =>
  open(problem, engine, { mechanism: 'none', batchSize: problem.batch.size })

export const openPrivate = (problem: Problem, engine: Backend): Promise<Contender> =>
  open(problem, engine, {
    unit: 'record',
    mechanism: 'local',
    samplingRate: 0.01,
    expectedBatch: problem.batch.size,
    clipNorm: 1,
    noiseMultiplier: 1,
    maxEpsilon: 8,
  })
