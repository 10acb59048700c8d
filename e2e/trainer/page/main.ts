import * as ort from 'onnxruntime-web/webgpu'
import { CHECKS } from '../../../lib/autodiff/testing/suite.ts'

ort.env.wasm.numThreads = 1
ort.env.wasm.wasmPaths = new URL('/ort/', location.href).href

export interface CheckResult {
  readonly name: string
  readonly error: number
  readonly problem?: string
}

const runGradientSuite = async (provider: 'wasm' | 'webgpu'): Promise<readonly CheckResult[]> => {
  const results: CheckResult[] = []
  const backend = { ort, provider }
  for (const { name, run } of CHECKS)
    results.push(
      await run(backend).then(
        (error) => ({ name, error }),
        (thrown: unknown) => ({ name, error: Number.POSITIVE_INFINITY, problem: String(thrown) }),
      ),
    )
  return results
}

export interface TrainerPage {
  readonly runGradientSuite: typeof runGradientSuite
}

Object.assign(window, { trainerPage: { runGradientSuite } satisfies TrainerPage })
