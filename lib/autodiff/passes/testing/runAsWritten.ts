import * as ort from 'onnxruntime-web'
import { encodeModel, type OnnxGraph } from '../../onnx/model.ts'
import type { Feeds } from '../../testing/backend.ts'

/** For tests only: what a graph computes on wasm, without the runtime's own clean-up. */
export const runAsWritten = async (graph: OnnxGraph, feeds: Feeds): Promise<Record<string, unknown>> => {
  const session = await ort.InferenceSession.create(encodeModel(graph), {
    executionProviders: ['wasm'],
    graphOptimizationLevel: 'disabled',
    // Unused constants are what some of these graphs are about.
    logSeverityLevel: 3,
  })
  try {
    const results = await session.run(feeds)
    return Object.fromEntries(Object.entries(results).map(([name, { data }]) => [name, data]))
  } finally {
    await session.release()
  }
}
