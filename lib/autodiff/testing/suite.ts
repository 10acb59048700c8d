import type { ForwardGraph } from '../forward.ts'
import { sizeOf } from '../tensor.ts'
import { accumulateGraph, nextName, sumName } from '../trainingGraphs.ts'
import { type Backend, exampleFeeds, float, relativeError, runGradients, runModel } from './backend.ts'
import { GRAPH_CASES } from './cases.ts'
import { exampleFor } from './example.ts'
import { jaxGradients } from './jax.ts'
import { LOSS_CASES } from './losses.ts'
import type { GraphCase } from './oracle.ts'
import { type Example, referenceGradients } from './reference.ts'

/** For tests only: what must hold on every backend. vitest runs it on wasm, the browser harness on wasm and WebGPU. */
export interface Check {
  readonly name: string
  /** Resolves to the largest relative error seen, which must stay under `TOLERANCE`. */
  readonly run: (backend: Backend) => Promise<number>
}

export const TOLERANCE = 1e-4
const BATCH = 6
const CLIP = 0.8

const worst = (actual: readonly ArrayLike<number>[], expected: readonly ArrayLike<number>[]): number =>
  Math.max(...expected.map((tensor, index) => relativeError(actual[index]!, tensor)))

/** L2 norm of all tensors together. */
const norm = (tensors: readonly Float32Array[]): number =>
  Math.sqrt(tensors.flatMap((tensor) => [...tensor]).reduce((sum, value) => sum + value * value, 0))

const row = (graph: ForwardGraph, example: Example, index: number): Example => {
  const width = sizeOf(graph.x.shape) / graph.batch
  const labels = sizeOf(graph.labels.shape) / graph.batch
  return {
    parameters: example.parameters,
    x: example.x.slice(index * width, (index + 1) * width),
    labels: example.labels.slice(index * labels, (index + 1) * labels),
  }
}

/** Clipped sums by definition: one example at a time, norms and clipping in float64. */
const microBatchOfOne = async (
  backend: Backend,
  { build }: GraphCase,
  example: Example,
  mask: readonly number[],
): Promise<readonly Float64Array[]> => {
  const one = build(1)
  const sums = one.parameters.map(({ size }) => new Float64Array(size))
  for (const [index, kept] of mask.entries()) {
    if (kept === 0) continue
    const gradients = await runGradients(backend, one, row(build(BATCH), example, index), [1])
    const factor = Math.min(1, CLIP / norm(gradients))
    gradients.forEach((gradient, parameter) => {
      for (const [at, value] of gradient.entries()) sums[parameter]![at]! += factor * value
    })
  }
  return sums
}

const runAccumulate = async (
  backend: Backend,
  graph: ForwardGraph,
  example: Example,
  mask: readonly number[],
): Promise<{ sums: readonly Float32Array[]; loss: number }> => {
  const zeros = graph.parameters.map(({ name, shape, size }) => [
    sumName(name),
    float(backend, shape, new Float32Array(size)),
  ])
  const results = await runModel(backend, accumulateGraph(graph, CLIP), {
    ...exampleFeeds(backend, graph, example),
    ...Object.fromEntries(zeros),
    mask: float(backend, [graph.batch], mask),
  })
  return { sums: graph.parameters.map(({ name }) => results[nextName(name)]!), loss: results.loss![0]! }
}

const finiteDifferences = (graphCase: GraphCase): Check => ({
  name: `${graphCase.name}: gradients agree with central finite differences`,
  run: async (backend) => {
    const graph = graphCase.build(BATCH)
    const example = exampleFor(graph, 11)
    const weights = [0.5, 0.25, 0, 1, 2, 0.125]
    return worst(
      await runGradients(backend, graph, example, weights),
      referenceGradients(graph, example, weights),
    )
  },
})

const independentLibrary = (graphCase: GraphCase): Check => ({
  name: `${graphCase.name}: gradients agree with jax-js`,
  run: async (backend) => {
    const graph = graphCase.build(BATCH)
    const example = exampleFor(graph, 12)
    const weights = [1, 0.5, 0, 1, 0.75, 0.125]
    return worst(
      await runGradients(backend, graph, example, weights),
      await jaxGradients(graph, example, weights),
    )
  },
})

const clippedSums = (graphCase: GraphCase): Check => ({
  name: `${graphCase.name}: clipped sums agree with one example at a time`,
  run: async (backend) => {
    const graph = graphCase.build(BATCH)
    const example = exampleFor(graph, 13)
    const mask = [1, 1, 0, 1, 1, 1]
    const { sums } = await runAccumulate(backend, graph, example, mask)
    return worst(sums, await microBatchOfOne(backend, graphCase, example, mask))
  },
})

/** NaN, both infinities, and finite numbers that overflow inside the graph. */
const BAD_VALUES = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 3e38]

const nonFinite = (graphCase: GraphCase): Check => ({
  name: `${graphCase.name}: an example that is not finite ${graphCase.absorbs === true ? 'changes no other' : 'contributes exactly zero'}`,
  run: async (backend) => {
    const graph = graphCase.build(BATCH)
    const width = sizeOf(graph.x.shape) / BATCH
    let error = 0
    for (const bad of [...BAD_VALUES, ...(graphCase.singular ?? [])]) {
      const example = exampleFor(graph, 14)
      example.x[2 * width + 1] = bad
      const marked = await runAccumulate(backend, graph, example, [1, 1, 1, 1, 1, 1])
      const without = await runAccumulate(backend, graph, exampleFor(graph, 14), [1, 1, 0, 1, 1, 1])
      const alone = await runAccumulate(backend, graph, example, [0, 0, 1, 0, 0, 0])
      const allowed =
        graphCase.absorbs === true
          ? norm(alone.sums) <= CLIP && Number.isFinite(alone.loss)
          : norm(alone.sums) === 0 && alone.loss === 0
      const expected = without.sums.map((sum, index) =>
        sum.map((value, at) => value + alone.sums[index]![at]!),
      )
      error = Math.max(
        error,
        allowed ? 0 : Number.POSITIVE_INFINITY,
        worst(marked.sums, expected),
        relativeError([marked.loss], [without.loss + alone.loss]),
      )
    }
    return error
  },
})

export const CHECKS: readonly Check[] = [...GRAPH_CASES, ...LOSS_CASES].flatMap((graphCase) => [
  finiteDifferences(graphCase),
  independentLibrary(graphCase),
  clippedSums(graphCase),
  // Tokens are integers, and so finite.
  ...(graphCase.build(BATCH).x.type === 'int32' ? [] : [nonFinite(graphCase)]),
])
