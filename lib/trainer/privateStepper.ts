import { forwardGraph } from '../autodiff/architecture.ts'
import { optimizerFor } from '../autodiff/optimizers/optimizerFor.ts'
import { type Resident, stateOf } from '../autodiff/optimizers/state.ts'
import { applyGraph, nextName, sumName } from '../autodiff/trainingGraphs.ts'
import { addOnGrid, noiseGrid } from '../privacy/noise/grid.ts'
import type { LocalPrivacyTerms } from '../protocol/task.ts'
import { openClippedSums } from './clippedSums.ts'
import type { Memory } from './memory.ts'
import { disposeAll, renamed, sizeOfAll, uploadFlat } from './parameters.ts'
import { rateFeeds } from './rates.ts'
import type { Runtime } from './runtime.ts'
import { openSession, type Tensors } from './sessions.ts'
import type { Stepper, StepperOptions } from './stepper.ts'

const itself = (name: string): string => name

/** The largest micro-batch: bounds the memory of one run. */
const LARGEST_MICRO_BATCH = 512

/**
 * Rows per run of the graph, from public terms alone. A Poisson sample has a standard deviation near sqrt(expectedBatch), so
 * with room for two of them above the mean 98 samples in 100 fit into as few runs as the mean does; the others take one more.
 */
const microBatch = (expectedBatch: number): number => {
  const rows = expectedBatch + 2 * Math.sqrt(expectedBatch)
  return Math.ceil(rows / Math.ceil(rows / LARGEST_MICRO_BATCH) / 8) * 8
}

/**
 * DP-SGD on records (Abadi et al. 2016, arXiv:1607.00133): clipped per-example gradients of the whole sample, however many
 * micro-batches that takes, rounded to a grid, plus discrete Gaussian noise on it once, of noiseMultiplier times the L2
 * sensitivity that clipping and rounding leave, over the fixed divisor expectedBatch. Then the optimizer, which sees nothing
 * but what has noise. An empty sample is a step like any other: noise alone. Throws `privacy/bad-noise` for terms that no grid is fine enough for.
 */
export const createPrivateStepper = async (
  runtime: Runtime,
  { architecture, optimizer: terms, engine, noise }: StepperOptions,
  { expectedBatch, clipNorm, noiseMultiplier }: LocalPrivacyTerms,
): Promise<Stepper> => {
  const batch = microBatch(expectedBatch)
  const graph = forwardGraph(architecture, batch)
  const { parameters } = graph
  const optimizer = optimizerFor(terms)
  const state = stateOf(parameters, optimizer)
  const resident: readonly Resident[] = [...parameters, ...state]
  const size = sizeOfAll(parameters)
  const grid = noiseGrid({ clipNorm, noiseMultiplier }, size)
  const { largest, fill } = noise(grid.sigma)
  const clipped = await openClippedSums(runtime, engine, graph, clipNorm)
  const kept = resident.map(({ name }) => nextName(name))
  const apply = await openSession(runtime, engine, applyGraph(graph, optimizer), kept)
  const divisor = new runtime.Tensor('float32', [expectedBatch], [])
  const drawn = new Int32Array(size)

  const weightsOf = (known: Tensors): Tensors =>
    Object.fromEntries(parameters.map(({ name }) => [name, known[name]!]))

  /** Replaces sums by what may be known of them. */
  const withNoise = (sums: Float32Array, memory: Memory): Tensors => {
    fill(drawn)
    addOnGrid(sums, drawn, grid.step, largest)
    // Noise that can be read back can be taken off again.
    drawn.fill(0)
    return uploadFlat(memory, parameters, sums, sumName)
  }

  return {
    parameters,
    state,
    batch,
    step: async (known, number, examples, indices, memory) => {
      const { sums, loss } = await clipped.sum(weightsOf(known), examples, indices, memory)
      const noisy = withNoise(sums, memory)
      const outputs = await apply.run({
        ...known,
        ...rateFeeds(runtime, optimizer, number),
        ...noisy,
        divisor,
      })
      disposeAll(noisy)
      return {
        resident: renamed(resident, outputs, itself),
        loss: indices.length === 0 ? undefined : loss / indices.length,
      }
    },
    release: async () => {
      await clipped.release()
      await apply.release()
    },
  }
}
