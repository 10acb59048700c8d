import type { OptimizerTerms } from '../../protocol/task.ts'
import { ForwardBuilder, type ForwardGraph } from '../forward.ts'
import { optimizerFor } from '../optimizers/optimizerFor.ts'
import { type Resident, stateOf } from '../optimizers/state.ts'
import { applyGraph, nextName, plainTrainingGraph, sumName } from '../trainingGraphs.ts'
import { type Backend, exampleFeeds, type Feeds, float, relativeError, runModel } from './backend.ts'
import { exampleFor } from './example.ts'
import { jaxGradients } from './jax.ts'
import { fixedSequence, normalFrom } from './random.ts'
import { type ReferenceState, referenceStart, referenceStep } from './referenceOptimizer.ts'
import type { Check } from './suite.ts'

/** For tests only: every optimizer, with what can be left out left out and with all of it. */
const TERMS: readonly OptimizerTerms[] = [
  { kind: 'sgd', learningRate: 0.3 },
  { kind: 'sgd', learningRate: 0.3, weightDecay: 0.1 },
  { kind: 'momentum', learningRate: 0.2, momentum: 0.9 },
  { kind: 'momentum', learningRate: 0.2, momentum: 0.8, nesterov: true, weightDecay: 0.05 },
  { kind: 'adam', learningRate: 0.05 },
  { kind: 'adam', learningRate: 0.05, beta1: 0.7, beta2: 0.95, epsilon: 1e-3, weightDecay: 0.1 },
  { kind: 'adamw', learningRate: 0.05 },
  { kind: 'adamw', learningRate: 0.05, beta1: 0.7, beta2: 0.95, epsilon: 1e-3, weightDecay: 0.2 },
]
const STEPS = 6
const BATCH = 6
const SHARES = [0.25, 0.25, 0, 0.125, 0.125, 0.25]
/** Less than the norm that the gradients of the graph below have, so that every step clips, and more. */
const CLIPS = [0.05, 100]
const DIVISOR = 20

const flatten = (tensors: readonly ArrayLike<number>[]): Float64Array =>
  Float64Array.from(tensors.flatMap((tensor) => Array.from(tensor)))

const dense = (batch: number): ForwardGraph => {
  const g = new ForwardBuilder(batch, [5])
  const hidden = g.apply('Gemm', [g.x, g.parameter('w', [5, 4]), g.parameter('b', [4])])
  return g.finish(g.apply('MatMul', [g.apply('Tanh', [hidden]), g.parameter('v', [4, 3])]))
}

/** What stays on the device between steps, by name. */
type Kept = ReadonlyMap<string, Float32Array>

const feedsOf = (backend: Backend, specs: readonly Resident[], kept: Kept): Feeds =>
  Object.fromEntries(specs.map(({ name, shape }) => [name, float(backend, shape, kept.get(name)!)]))

/** Runs `STEPS` steps of a graph, each fed with what the last one gave. */
const takeSteps = async (
  backend: Backend,
  graph: ForwardGraph,
  terms: OptimizerTerms,
  start: readonly Float64Array[],
  model: Uint8Array,
  feeds: (step: number) => Feeds,
): Promise<Kept> => {
  const optimizer = optimizerFor(terms)
  const specs = [...graph.parameters, ...stateOf(graph.parameters, optimizer)]
  let kept: Kept = new Map(
    specs.map(({ name, size }, index) => [name, Float32Array.from(start[index] ?? new Float32Array(size))]),
  )
  for (let step = 1; step <= STEPS; step++) {
    const rates = optimizer.ratesAt(step)
    const results = await runModel(backend, model, {
      ...feedsOf(backend, specs, kept),
      ...Object.fromEntries(optimizer.rates.map((rate, at) => [rate, float(backend, [], [rates[at]!])])),
      ...feeds(step),
    })
    kept = new Map(specs.map(({ name }) => [name, results[nextName(name)]!]))
  }
  return kept
}

/** How far apart the parameters' way, and what the optimizer keeps, are from the reference. */
const errorOf = (
  graph: ForwardGraph,
  terms: OptimizerTerms,
  kept: Kept,
  start: Float64Array,
  reference: ReferenceState,
): number => {
  const { parameters } = graph
  const read = (own: readonly Resident[]) => flatten(own.map(({ name }) => kept.get(name)!))
  const way = (after: Float64Array) => after.map((value, index) => value - start[index]!)
  const optimizer = optimizerFor(terms)
  const state = read(stateOf(parameters, optimizer))
  return Math.max(
    relativeError(way(read(parameters)), way(reference.parameters)),
    ...optimizer.state.map((_, slot) =>
      relativeError(
        state.subarray(slot * start.length, (slot + 1) * start.length),
        slot === 0 ? reference.first : reference.second,
      ),
    ),
  )
}

const privateSteps = (terms: OptimizerTerms): Check['run'] => {
  const graph = dense(BATCH)
  const normal = normalFrom(fixedSequence(21))
  const start = exampleFor(graph, 22).parameters
  const size = flatten(start).length
  // Gradients of very different sizes, and some that are 0 throughout.
  const scales = Float64Array.from({ length: size }, (_, index) => (index % 7 === 0 ? 0 : 10 ** (index % 5)))
  const sums = Array.from({ length: STEPS }, () => scales.map((scale) => Math.fround(scale * normal())))
  return async (backend) => {
    let reference = referenceStart(flatten(start))
    sums.forEach((sum, at) => {
      reference = referenceStep(
        terms,
        at + 1,
        sum.map((value) => value / DIVISOR),
        reference,
      )
    })
    const feeds = (step: number): Feeds => {
      let offset = 0
      const own = graph.parameters.map(({ name, shape, size: length }) => {
        const part = sums[step - 1]!.subarray(offset, offset + length)
        offset += length
        return [sumName(name), float(backend, shape, part)]
      })
      return { ...Object.fromEntries(own), divisor: float(backend, [], [DIVISOR]) }
    }
    const model = applyGraph(graph, optimizerFor(terms))
    const kept = await takeSteps(backend, graph, terms, start, model, feeds)
    return errorOf(graph, terms, kept, flatten(start), reference)
  }
}

const plainSteps =
  (terms: OptimizerTerms, clipNorm: number | undefined): Check['run'] =>
  async (backend) => {
    const graph = dense(BATCH)
    const example = exampleFor(graph, 23)
    const start = flatten(example.parameters)
    let reference = referenceStart(start)
    for (let step = 1; step <= STEPS; step++) {
      let offset = 0
      const parameters = graph.parameters.map(({ size }) => {
        offset += size
        return reference.parameters.slice(offset - size, offset)
      })
      const gradient = flatten(await jaxGradients(graph, { ...example, parameters }, SHARES))
      reference = referenceStep(terms, step, gradient, reference, clipNorm)
    }
    const { x, labels } = exampleFeeds(backend, graph, example)
    const feeds = { x: x!, labels: labels!, weights: float(backend, [BATCH], SHARES) }
    const model = plainTrainingGraph(graph, optimizerFor(terms), clipNorm)
    const kept = await takeSteps(backend, graph, terms, example.parameters, model, () => feeds)
    return errorOf(graph, terms, kept, start, reference)
  }

const title = ({ kind, ...rest }: OptimizerTerms): string =>
  [kind, ...Object.entries(rest).map(([name, value]) => `${name} ${value}`)].join(' ')

export const OPTIMIZER_CHECKS: readonly Check[] = TERMS.flatMap((terms) => [
  {
    name: `${title(terms)}: steps on noised sums agree with a float64 reference`,
    run: privateSteps(terms),
  },
  {
    name: `${title(terms)}: steps on a batch agree with a float64 reference on gradients of jax-js`,
    run: plainSteps(terms, undefined),
  },
  ...CLIPS.map((clipNorm) => ({
    name: `${title(terms)}: steps on a gradient clipped to a norm of ${clipNorm} agree with the same`,
    run: plainSteps(terms, clipNorm),
  })),
])
