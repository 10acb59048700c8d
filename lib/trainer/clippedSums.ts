import type { ForwardGraph } from '../autodiff/forward.ts'
import { accumulateGraph, clippedSumsGraph, nextName, sumName } from '../autodiff/trainingGraphs.ts'
import { fillBatch } from './batch.ts'
import type { Examples } from './examples.ts'
import type { Memory } from './memory.ts'
import { addFlat, disposeAll, downloadFlat, renamed, sizeOfAll, uploadFlat } from './parameters.ts'
import type { Engine, Runtime } from './runtime.ts'
import { openSession, type Tensors } from './sessions.ts'

/** Clipped gradients of a sample, summed over as many micro-batches as it takes. */
export interface ClippedSums {
  /** Flat sums of the examples at `indices`, any number of them, and the sum of their losses. */
  sum(
    weights: Tensors,
    examples: Examples,
    indices: Uint32Array,
    memory: Memory,
  ): Promise<{ readonly sums: Float32Array<ArrayBuffer>; readonly loss: number }>
  release(): Promise<void>
}

/** Sums stay on the graphics chip from one micro-batch to the next. */
const openOnGpu = async (runtime: Runtime, graph: ForwardGraph, clipNorm: number): Promise<ClippedSums> => {
  const { parameters, batch } = graph
  const kept = parameters.map(({ name }) => nextName(name))
  const session = await openSession(runtime, 'webgpu', accumulateGraph(graph, clipNorm), kept)
  return {
    sum: async (weights, examples, indices, memory) => {
      let loss = 0
      let sums = uploadFlat(memory, parameters, new Float32Array(sizeOfAll(parameters)), sumName)
      for (let from = 0; from < indices.length; from += batch) {
        const own = fillBatch(runtime, examples, indices.subarray(from, from + batch), batch, 1)
        const { x, labels, weights: mask } = own
        const outputs = await session.run({ ...weights, ...sums, x, labels, mask })
        loss += (outputs.loss!.data as Float32Array)[0]!
        disposeAll(sums)
        sums = renamed(parameters, outputs, sumName)
      }
      const flat = await downloadFlat(parameters, sums, sumName)
      disposeAll(sums)
      return { sums: flat, loss }
    },
    release: () => session.release(),
  }
}

/** On the processor all come here anyway, and are added here. */
const openOnWasm = async (runtime: Runtime, graph: ForwardGraph, clipNorm: number): Promise<ClippedSums> => {
  const { parameters, batch } = graph
  const session = await openSession(runtime, 'wasm', clippedSumsGraph(graph, clipNorm), [])
  return {
    sum: async (weights, examples, indices) => {
      let loss = 0
      const sums = new Float32Array(sizeOfAll(parameters))
      for (let from = 0; from < indices.length; from += batch) {
        const own = fillBatch(runtime, examples, indices.subarray(from, from + batch), batch, 1)
        const { x, labels, weights: mask } = own
        const outputs = await session.run({ ...weights, x, labels, mask })
        loss += (outputs.loss!.data as Float32Array)[0]!
        addFlat(sums, parameters, outputs, nextName)
        disposeAll(outputs)
      }
      return { sums, loss }
    },
    release: () => session.release(),
  }
}

/** Opens the graph of one micro-batch on an engine. */
export const openClippedSums = (
  runtime: Runtime,
  engine: Engine,
  graph: ForwardGraph,
  clipNorm: number,
): Promise<ClippedSums> =>
  engine === 'webgpu' ? openOnGpu(runtime, graph, clipNorm) : openOnWasm(runtime, graph, clipNorm)
