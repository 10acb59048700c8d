import * as ort from 'onnxruntime-web'
import { describe, expect, it } from 'vitest'
import type { Attributes, ElementType, OnnxGraph, OnnxTensor } from '../onnx/model.ts'
import { foldConstants } from './foldConstants.ts'
import { runAsWritten } from './testing/runAsWritten.ts'

ort.env.wasm.numThreads = 1

interface Fold {
  readonly op: string
  readonly inputs: readonly Omit<OnnxTensor, 'name'>[]
  readonly attributes?: Attributes
  readonly type: ElementType
  readonly shape: readonly number[]
}

/** One node of constants, and an output that names it. */
const graphOf = ({ op, inputs, attributes = {}, type, shape }: Fold): OnnxGraph => ({
  name: 'fold',
  nodes: [
    { op, inputs: inputs.map((_, at) => `k${at}`), outputs: ['value'], attributes },
    { op: 'Identity', inputs: ['value'], outputs: ['out'], attributes: {} },
  ],
  initializers: inputs.map((tensor, at) => ({ ...tensor, name: `k${at}` })),
  inputs: [],
  outputs: [{ name: 'out', type, shape }],
})

const floats = (...values: number[]) => ({ type: 'float32', shape: [values.length], values }) as const
const ints = (...values: number[]) => ({ type: 'int32', shape: [values.length], values }) as const
const longs = (...values: number[]) => ({ type: 'int64', shape: [values.length], values }) as const
const flags = (...values: number[]) => ({ type: 'bool', shape: [values.length], values }) as const
const column = (...values: number[]) => ({ type: 'int32', shape: [values.length, 1], values }) as const
const to = (type: number): Attributes => ({ to: { int: type } })

describe('a node of constants', () => {
  it.each<Fold>([
    { op: 'Add', inputs: [floats(0.1, 1e30, -0), floats(0.2, 1e30, -0)], type: 'float32', shape: [3] },
    { op: 'Sub', inputs: [floats(1, 0), floats(1 / 3, 0)], type: 'float32', shape: [2] },
    { op: 'Mul', inputs: [floats(0.1, 3e38, 1e-30), floats(0.1, 10, 1e-15)], type: 'float32', shape: [3] },
    { op: 'Div', inputs: [floats(1, -1, 0, 2), floats(3, 0, 0, 0.7)], type: 'float32', shape: [4] },
    { op: 'Neg', inputs: [floats(0, 0.1)], type: 'float32', shape: [2] },
    { op: 'Abs', inputs: [floats(-0, -0.1)], type: 'float32', shape: [2] },
    { op: 'Sqrt', inputs: [floats(2, 0.1, -0, -1)], type: 'float32', shape: [4] },
    { op: 'Add', inputs: [ints(1, -2, 3), column(10, 20)], type: 'int32', shape: [2, 3] },
    { op: 'Sub', inputs: [longs(2 ** 40, -1), longs(1, 1)], type: 'int64', shape: [2] },
    { op: 'Mul', inputs: [ints(-3, 4), ints(5, 0)], type: 'int32', shape: [2] },
    { op: 'Equal', inputs: [ints(0, 1, 2), column(1, 2)], type: 'bool', shape: [2, 3] },
    { op: 'Greater', inputs: [floats(0.1, Number.NaN), floats(0, 0)], type: 'bool', shape: [2] },
    { op: 'Less', inputs: [floats(0.1, -1), floats(0.1, 0)], type: 'bool', shape: [2] },
    { op: 'Cast', inputs: [flags(1, 0)], attributes: to(1), type: 'float32', shape: [2] },
    { op: 'Cast', inputs: [ints(2 ** 24 + 1, -7)], attributes: to(1), type: 'float32', shape: [2] },
    { op: 'Cast', inputs: [ints(5, -7)], attributes: to(7), type: 'int64', shape: [2] },
    { op: 'Expand', inputs: [ints(1, 2), longs(3, 2)], type: 'int32', shape: [3, 2] },
    { op: 'Reshape', inputs: [floats(1, 2, 3, 4), longs(2, 2)], type: 'float32', shape: [2, 2] },
  ])('of $op on $inputs.0.type becomes what the runtime makes of it', async (fold) => {
    const graph = graphOf(fold)
    const folded = foldConstants(graph)
    expect(folded.nodes.map(({ op }) => op)).toEqual(['Identity'])
    expect(await runAsWritten(folded, {})).toEqual(await runAsWritten(graph, {}))
  })

  it.each<Fold & { why: string }>([
    {
      why: 'its integers overflow',
      op: 'Mul',
      inputs: [ints(2 ** 20), ints(2 ** 20)],
      type: 'int32',
      shape: [1],
    },
    {
      why: 'a fraction becomes an integer',
      op: 'Cast',
      inputs: [floats(0.5)],
      attributes: to(6),
      type: 'int32',
      shape: [1],
    },
    {
      why: 'an integer does not fit',
      op: 'Cast',
      inputs: [longs(2 ** 40)],
      attributes: to(6),
      type: 'int32',
      shape: [1],
    },
    { why: 'devices round it', op: 'Exp', inputs: [floats(1)], type: 'float32', shape: [1] },
    {
      why: 'it would be large',
      op: 'Expand',
      inputs: [floats(1), longs(64, 65)],
      type: 'float32',
      shape: [64, 65],
    },
    {
      why: 'its shape is to be found',
      op: 'Reshape',
      inputs: [floats(1, 2), longs(-1, 1)],
      type: 'float32',
      shape: [2, 1],
    },
  ])('is left where $why', (fold) => {
    const graph = graphOf(fold)
    expect(foldConstants(graph).nodes).toEqual(graph.nodes)
  })

  it('rounds to float32 between two nodes, as the graph would', async () => {
    const graph: OnnxGraph = {
      ...graphOf({ op: 'Sub', inputs: [floats(1), floats(1e-8)], type: 'float32', shape: [1] }),
      nodes: [
        { op: 'Add', inputs: ['k0', 'k1'], outputs: ['sum'], attributes: {} },
        { op: 'Sub', inputs: ['sum', 'k0'], outputs: ['value'], attributes: {} },
        { op: 'Identity', inputs: ['value'], outputs: ['out'], attributes: {} },
      ],
    }
    expect(await runAsWritten(foldConstants(graph), {})).toEqual({ out: Float32Array.of(0) })
  })
})
