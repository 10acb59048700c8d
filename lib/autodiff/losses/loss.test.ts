import * as ort from 'onnxruntime-web'
import { describe, expect, it } from 'vitest'
import { ForwardBuilder } from '../forward.ts'
import { exampleFeeds, float, relativeError, runModel } from '../testing/backend.ts'
import { exampleFor } from '../testing/example.ts'
import { LOSS_CASES } from '../testing/losses.ts'
import { type Example, referenceLosses } from '../testing/reference.ts'
import { accumulateGraph, gradientGraph, nextName, sumName } from '../trainingGraphs.ts'
import type { LossTerms } from './loss.ts'

ort.env.wasm.numThreads = 1

const backend = { ort, provider: 'wasm' } as const
const BATCH = 4

const only = (row: number) => Array.from({ length: BATCH }, (_, index) => (index === row ? 1 : 0))

describe.each(LOSS_CASES)('$name', ({ build }) => {
  const graph = build(BATCH)

  const accumulate = async (example: Example, mask: readonly number[]) => {
    const zeros = graph.parameters.map(({ name, shape, size }) => [
      sumName(name),
      float(backend, shape, new Float32Array(size)),
    ])
    const results = await runModel(backend, accumulateGraph(graph, 0.5), {
      ...exampleFeeds(backend, graph, example),
      ...Object.fromEntries(zeros),
      mask: float(backend, [BATCH], mask),
    })
    return [...graph.parameters.map(({ name }) => results[nextName(name)]!), results.loss!]
  }

  it('is, for each example, what a float64 reference says', async () => {
    const example = exampleFor(graph, 31)
    const losses: number[] = []
    for (let row = 0; row < BATCH; row++) {
      const results = await runModel(backend, gradientGraph(graph), {
        ...exampleFeeds(backend, graph, example),
        weights: float(backend, [BATCH], only(row)),
      })
      losses.push(results.loss![0]!)
    }
    expect(relativeError(losses, referenceLosses(graph, example))).toBeLessThan(1e-5)
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'of an example with a target of %s contributes exactly zero',
    async (target) => {
      const example = exampleFor(graph, 32)
      const width = example.labels.length / BATCH
      example.labels[2 * width] = target
      expect(await accumulate(example, [1, 1, 1, 1])).toEqual(
        await accumulate(exampleFor(graph, 32), [1, 1, 0, 1]),
      )
    },
  )
})

describe('a loss', () => {
  /** Loss and gradient of a graph whose one output is x times a parameter of 1. */
  const at = async (terms: LossTerms, x: number, target: number) => {
    const g = new ForwardBuilder(1, [1])
    const graph = g.finish(g.apply('MatMul', [g.x, g.parameter('w', [1, 1])]), terms)
    const results = await runModel(backend, gradientGraph(graph), {
      ...exampleFeeds(backend, graph, {
        parameters: [Float64Array.of(1)],
        x: Float64Array.of(x),
        labels: Float64Array.of(target),
      }),
      weights: float(backend, [1], [1]),
    })
    // Not a zero below zero.
    return { loss: results.loss![0]!, slope: results['gradient.w']![0]! / x + 0 }
  }

  it.each([
    [300, 0, 300, 1],
    [300, 1, 0, 0],
    [-300, 1, 300, -1],
    [-300, 0, 0, 0],
  ])('of binary cross-entropy at %d with target %d is %d', async (x, target, loss, slope) => {
    expect(await at({ kind: 'binary-cross-entropy' }, x, target)).toEqual({ loss, slope })
  })

  it.each([
    [2.5, 2, 0.125, 0.5],
    [3, 2, 0.5, 1],
    [5, 2, 2.5, 1],
    [-5, 2, 6.5, -1],
  ])('of Huber at %d with target %d is %d', async (x, target, loss, slope) => {
    expect(await at({ kind: 'huber' }, x, target)).toEqual({ loss, slope })
  })
})
