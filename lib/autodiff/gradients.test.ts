import * as ort from 'onnxruntime-web'
import { describe, expect, it } from 'vitest'
import { CHECKS, TOLERANCE } from './testing/suite.ts'

ort.env.wasm.numThreads = 1

const backend = { ort, provider: 'wasm' } as const

describe('training graphs on wasm', () => {
  // Not `it.each`, which cuts long names.
  for (const { name, run } of CHECKS)
    it(name, async () => {
      expect(await run(backend)).toBeLessThan(TOLERANCE)
    })
})
