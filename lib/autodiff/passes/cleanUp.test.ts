import fc from 'fast-check'
import * as ort from 'onnxruntime-web'
import { describe, expect, it } from 'vitest'
import { forwardGraph } from '../architecture.ts'
import type { ForwardGraph } from '../forward.ts'
import { optimizerFor } from '../optimizers/optimizerFor.ts'
import { stateOf } from '../optimizers/state.ts'
import { exampleFeeds, type Feeds, float } from '../testing/backend.ts'
import { GRAPH_CASES } from '../testing/cases.ts'
import { exampleFor } from '../testing/example.ts'
import { LOSS_CASES } from '../testing/losses.ts'
import { emitAccumulate, emitPlainTraining, sumName } from '../trainingGraphs.ts'
import { cleanUp } from './cleanUp.ts'
import { shareCommonSubexpressions } from './commonSubexpressions.ts'
import { removeDeadCode } from './deadCode.ts'
import { foldConstants } from './foldConstants.ts'
import { bypassIdentities, nameOutputs } from './identities.ts'
import { FLOATS, inputsOf, randomGraph } from './testing/randomGraph.ts'
import { runAsWritten as run } from './testing/runAsWritten.ts'

ort.env.wasm.numThreads = 1

const backend = { ort, provider: 'wasm' } as const

const PASSES = {
  bypassIdentities,
  foldConstants,
  shareCommonSubexpressions,
  nameOutputs,
  removeDeadCode,
  cleanUp,
}

describe.each(Object.entries(PASSES))('%s', (_, pass) => {
  it('changes no bit of what random graphs compute, nor their inputs and outputs', async () => {
    await fc.assert(
      fc.asyncProperty(
        randomGraph,
        fc.array(FLOATS, { minLength: 18, maxLength: 18 }),
        async (graph, data) => {
          const cleaned = pass(graph)
          const feeds = inputsOf(ort, graph, data)
          expect(cleaned.inputs).toEqual(graph.inputs)
          expect(cleaned.outputs).toEqual(graph.outputs)
          expect(cleaned.nodes.length).toBeLessThanOrEqual(graph.nodes.length)
          expect(await run(cleaned, feeds)).toEqual(await run(graph, feeds))
        },
      ),
      { numRuns: 60 },
    )
  })

  it('finds nothing more to do in what it gave', () => {
    fc.assert(
      fc.property(randomGraph, (graph) => {
        const once = pass(graph)
        expect(pass(once)).toEqual(once)
      }),
    )
  })
})

const BATCH = 4

const accumulateFeeds = (graph: ForwardGraph): Feeds => ({
  ...exampleFeeds(backend, graph, exampleFor(graph, 41)),
  ...Object.fromEntries(
    graph.parameters.map(({ name, shape, size }) => [
      sumName(name),
      float(backend, shape, new Float32Array(size)),
    ]),
  ),
  mask: float(backend, [BATCH], [1, 0, 1, 1]),
})

describe('clean-up', () => {
  it.each([...GRAPH_CASES, ...LOSS_CASES])(
    'changes no bit of a private micro-batch: $name',
    async ({ build }) => {
      const graph = build(BATCH)
      const raw = emitAccumulate(graph, 0.5).graph('accumulate')
      const feeds = accumulateFeeds(graph)
      expect(await run(cleanUp(raw), feeds)).toEqual(await run(raw, feeds))
    },
  )

  it('changes no bit of a plain step with state', async () => {
    const optimizer = optimizerFor({ kind: 'adamw', learningRate: 0.1 })
    const graph = forwardGraph({ kind: 'mlp', inputs: 5, hidden: [4], outputs: 3 }, BATCH)
    const raw = emitPlainTraining(graph, optimizer, 1).graph('train')
    const feeds = {
      ...exampleFeeds(backend, graph, exampleFor(graph, 42)),
      ...Object.fromEntries(
        stateOf(graph.parameters, optimizer).map(({ name, shape, size }) => [
          name,
          float(backend, shape, new Float32Array(size).fill(0.25)),
        ]),
      ),
      ...Object.fromEntries(
        optimizer.rates.map((rate, at) => [rate, float(backend, [], [optimizer.ratesAt(3)[at]!])]),
      ),
      weights: float(backend, [BATCH], new Array(BATCH).fill(1 / BATCH)),
    }
    expect(await run(cleanUp(raw), feeds)).toEqual(await run(raw, feeds))
  })

  const MLP = forwardGraph({ kind: 'mlp', inputs: 784, hidden: [128], outputs: 10 }, 128)
  const CNN = forwardGraph(
    {
      kind: 'cnn',
      input: { channels: 1, height: 28, width: 28 },
      convolutions: [
        { filters: 6, kernel: 5, stride: 1, pad: 2, pool: 2 },
        { filters: 16, kernel: 5, stride: 1, pad: 0, pool: 2 },
      ],
      hidden: [120, 84],
      outputs: 10,
      activation: 'tanh',
    },
    64,
  )

  it.each([
    ['mlp', MLP],
    ['cnn', CNN],
  ])('leaves the private graph of an %s with fewer nodes', (_, graph) => {
    const emitted = emitAccumulate(graph, 1).graph('accumulate')
    const folded = foldConstants(emitted)
    const shared = shareCommonSubexpressions(folded)
    const cleaned = cleanUp(emitted)
    const counts = [emitted, folded, shared, cleaned].map(({ nodes }) => nodes.length)
    // Each pass found something.
    expect(counts).toEqual([...new Set(counts)].toSorted((a, b) => b - a))
  })
})
