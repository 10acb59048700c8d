import { OPTIMIZER_CHECKS } from '../../../lib/autodiff/testing/optimizers.ts'
import { CHECKS } from '../../../lib/autodiff/testing/suite.ts'
import { loadBrowserRuntime } from '../../../lib/trainer/browserRuntime.ts'
import type { Engine } from '../../../lib/trainer/runtime.ts'
import { buffersLeft, compareEngines, loseDevice, wasmStillRuns } from './engines.ts'

const ort = await loadBrowserRuntime(new URL('/ort/', location.href).href)

const runGradientSuite = async (provider: Engine): Promise<Readonly<Record<string, number>>> => {
  const errors: Record<string, number> = {}
  const backend = { ort, provider }
  for (const { name, run } of [...CHECKS, ...OPTIMIZER_CHECKS]) errors[name] = await run(backend)
  return errors
}

const trainerPage = {
  runGradientSuite,
  compareEngines: (kind: 'plain' | 'private') => compareEngines(ort, kind),
  buffersLeft: (kind: 'plain' | 'private', steps: number) => buffersLeft(ort, kind, steps),
  loseDevice: () => loseDevice(ort),
  wasmStillRuns: () => wasmStillRuns(ort),
}

declare global {
  interface Window {
    trainerPage: typeof trainerPage
  }
}

window.trainerPage = trainerPage
