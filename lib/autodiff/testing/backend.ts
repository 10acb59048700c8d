import type * as Ort from 'onnxruntime-web'
import type { ForwardGraph } from '../forward.ts'
import { gradientGraph, gradientName } from '../trainingGraphs.ts'
import type { Example } from './reference.ts'

/** For tests only: runs ONNX bytes on one provider of an injected runtime. */
export interface Backend {
  readonly ort: Pick<typeof Ort, 'InferenceSession' | 'Tensor'>
  readonly provider: 'wasm' | 'webgpu'
}

export type Feeds = Readonly<Record<string, Ort.Tensor>>

/**
 * Sessions by backend and model. They stay open: the WebGPU provider gives its device and all compiled shaders up with its
 * last session, and compiling them is most of the time on an emulated adapter.
 */
const sessions = new WeakMap<Backend, Map<string, Promise<Ort.InferenceSession>>>()

/**
 * On WebGPU: the layout that training uses, since in the provider's own, NHWC, gradients of convolutions are silently wrong; and
 * no operator that it lacks, which would otherwise run on the processor unseen.
 */
const optionsFor = ({ provider }: Backend): Ort.InferenceSession.SessionOptions =>
  provider === 'wasm'
    ? { executionProviders: ['wasm'] }
    : {
        executionProviders: [{ name: 'webgpu', preferredLayout: 'NCHW' }],
        extra: { session: { disable_cpu_ep_fallback: '1' } },
      }

const sessionFor = (backend: Backend, model: Uint8Array): Promise<Ort.InferenceSession> => {
  const known = sessions.get(backend) ?? new Map<string, Promise<Ort.InferenceSession>>()
  sessions.set(backend, known)
  const key = model.join()
  const session = known.get(key) ?? backend.ort.InferenceSession.create(model, optionsFor(backend))
  known.set(key, session)
  return session
}

export const runModel = async (
  backend: Backend,
  model: Uint8Array,
  feeds: Feeds,
): Promise<Readonly<Record<string, Float32Array>>> => {
  const session = await sessionFor(backend, model)
  const results = await session.run(feeds)
  return Object.fromEntries(
    Object.entries(results).map(([name, { data }]) => [name, Float32Array.from(data as Float32Array)]),
  )
}

export const float = ({ ort }: Backend, shape: readonly number[], data: ArrayLike<number>): Ort.Tensor =>
  new ort.Tensor('float32', Float32Array.from(data), shape)

/** Feeds that every graph with a forward part takes. */
export const exampleFeeds = (
  backend: Backend,
  graph: ForwardGraph,
  { parameters, x, labels }: Example,
): Feeds => ({
  x:
    graph.x.type === 'int32'
      ? new backend.ort.Tensor('int32', Int32Array.from(x), graph.x.shape)
      : float(backend, graph.x.shape, x),
  labels:
    graph.labels.type === 'int32'
      ? new backend.ort.Tensor('int32', Int32Array.from(labels), graph.labels.shape)
      : float(backend, graph.labels.shape, labels),
  ...Object.fromEntries(
    graph.parameters.map(({ name, shape }, index) => [name, float(backend, shape, parameters[index]!)]),
  ),
})

/** Gradients of sum_i weights_i loss_i by our graphs, in the parameters' order. */
export const runGradients = async (
  backend: Backend,
  graph: ForwardGraph,
  example: Example,
  weights: readonly number[],
): Promise<readonly Float32Array[]> => {
  const results = await runModel(backend, gradientGraph(graph), {
    ...exampleFeeds(backend, graph, example),
    weights: float(backend, [graph.batch], weights),
  })
  return graph.parameters.map(({ name }) => results[gradientName(name)]!)
}

/** max |a - b| over max |b|: how far two tensors are apart, relative to the size of the second. */
export const relativeError = (actual: ArrayLike<number>, expected: ArrayLike<number>): number => {
  let largest = 0
  let difference = 0
  for (let index = 0; index < expected.length; index++) {
    largest = Math.max(largest, Math.abs(expected[index]!))
    const apart = Math.abs(actual[index]! - expected[index]!)
    difference = Number.isNaN(apart) ? Number.POSITIVE_INFINITY : Math.max(difference, apart)
  }
  return largest === 0 ? difference : difference / largest
}
