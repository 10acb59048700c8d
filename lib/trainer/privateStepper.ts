import { forwardGraph } from '../autodiff/architecture.ts'
import { accumulateGraph, applyGraph, nextName, noiseName, sumName } from '../autodiff/trainingGraphs.ts'
import type { LocalPrivacyTerms } from '../protocol/task.ts'
import { fillBatch } from './batch.ts'
import type { Memory } from './memory.ts'
import { disposeAll, renamed, uploadFlat } from './parameters.ts'
import type { Runtime } from './runtime.ts'
import { openSession, type Tensors } from './sessions.ts'
import type { Stepper, StepperOptions } from './stepper.ts'

const itself = (name: string): string => name

/** The largest micro-batch: bounds the memory of one run. */
const LARGEST_MICRO_BATCH = 512

/**
 * Rows per run of the graph, from public terms alone. A Poisson sample has a standard deviation near sqrt(expectedBatch),
 * so three of them above the mean nearly always make one run; larger samples take more runs.
 */
export const microBatch = (expectedBatch: number): number =>
  Math.min(LARGEST_MICRO_BATCH, Math.ceil((expectedBatch + 3 * Math.sqrt(expectedBatch)) / 8) * 8)

/**
 * DP-SGD on records (Abadi et al. 2016, arXiv:1607.00133): clipped per-example gradients of the whole sample, however many
 * micro-batches that takes, plus Gaussian noise of standard deviation noiseMultiplier * clipNorm once, over the fixed
 * divisor expectedBatch. An empty sample is a step like any other: noise alone.
 */
export const createPrivateStepper = async (
  runtime: Runtime,
  { architecture, learningRate, engine, noise }: StepperOptions,
  { expectedBatch, clipNorm, noiseMultiplier }: LocalPrivacyTerms,
): Promise<Stepper> => {
  const batch = microBatch(expectedBatch)
  const graph = forwardGraph(architecture, batch)
  const { parameters } = graph
  const resident = parameters.map(({ name }) => nextName(name))
  const accumulate = await openSession(runtime, engine, accumulateGraph(graph, clipNorm), resident)
  const apply = await openSession(runtime, engine, applyGraph(graph), resident)
  const rate = new runtime.Tensor('float32', [learningRate / expectedBatch], [])
  const flat = new Float32Array(parameters.reduce((sum, { size }) => sum + size, 0))

  const zeroSums = (memory: Memory): Tensors => uploadFlat(memory, parameters, flat.fill(0), sumName)
  const drawNoise = (memory: Memory): Tensors => {
    noise(flat, noiseMultiplier * clipNorm)
    const tensors = uploadFlat(memory, parameters, flat, noiseName)
    flat.fill(0)
    return tensors
  }

  return {
    parameters,
    batch,
    step: async (weights, examples, indices, memory) => {
      let sums = zeroSums(memory)
      let loss = 0
      for (let from = 0; from < indices.length; from += batch) {
        const own = fillBatch(runtime, examples, indices.subarray(from, from + batch), batch, 1)
        const outputs = await accumulate.run({
          ...weights,
          ...sums,
          x: own.x,
          labels: own.labels,
          mask: own.weights,
        })
        loss += (outputs.loss!.data as Float32Array)[0]!
        disposeAll(sums)
        sums = renamed(parameters, outputs, sumName)
      }
      const drawn = drawNoise(memory)
      const outputs = await apply.run({ ...weights, ...sums, ...drawn, rate })
      disposeAll(sums)
      disposeAll(drawn)
      return {
        weights: renamed(parameters, outputs, itself),
        loss: indices.length === 0 ? undefined : loss / indices.length,
      }
    },
    release: async () => {
      await accumulate.release()
      await apply.release()
    },
  }
}
