import * as ort from 'onnxruntime-web'
import { describe, expect, it } from 'vitest'
import { CHECKS, TOLERANCE } from './testing/suite.ts'

ort.env.wasm.numThreads = 1

const backend = { ort, provider: 'wasm' } as const

describe('training graphs on wasm', () => {
  it.each(CHECKS)('$name', async ({ run }) => {
    expect(await run(backend)).toBeLessThan(TOLERANCE)
  })
})
