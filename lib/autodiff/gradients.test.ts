import * as ort from 'onnxruntime-web'
import { describe, expect, it } from 'vitest'
import { CHECKS, TOLERANCE } from './testing/suite.ts'

ort.env.wasm.numThreads = 1

describe('training graphs on wasm', () => {
  it.each(CHECKS)('$name', async ({ run }) => {
    expect(await run({ ort, provider: 'wasm' })).toBeLessThan(TOLERANCE)
  })
})
