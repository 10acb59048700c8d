import * as ort from 'onnxruntime-web'
import { describe, expect, it } from 'vitest'
import { OPTIMIZER_CHECKS } from '../testing/optimizers.ts'
import { TOLERANCE } from '../testing/suite.ts'

ort.env.wasm.numThreads = 1

describe('optimizers in training graphs on wasm', () => {
  for (const { name, run } of OPTIMIZER_CHECKS)
    it(name, async () => {
      expect(await run({ ort, provider: 'wasm' })).toBeLessThan(TOLERANCE)
    })
})
