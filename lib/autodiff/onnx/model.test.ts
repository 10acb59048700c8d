import { onnx } from 'onnx-proto'
import { describe, expect, it } from 'vitest'
import { forwardGraph } from '../architecture.ts'
import { accumulateGraph } from '../trainingGraphs.ts'
import { encodeModel, type OnnxGraph } from './model.ts'

const graph: OnnxGraph = {
  name: 'sample',
  nodes: [
    {
      op: 'Gemm',
      inputs: ['x', 'w'],
      outputs: ['y'],
      attributes: {
        transB: { int: 1 },
        alpha: { float: -0.5 },
        perm: { ints: [0, -2, 300] },
        far: { int: -1 },
        mode: { string: 'Ä' },
        scales: { floats: [0.5, -3] },
      },
    },
  ],
  initializers: [
    { name: 'floats', type: 'float32', shape: [2], values: [1.5, -2] },
    { name: 'ints', type: 'int32', shape: [2, 1], values: [7, -7] },
    { name: 'axes', type: 'int64', shape: [2], values: [-1, 70_000] },
    { name: 'flag', type: 'bool', shape: [], values: [1] },
  ],
  inputs: [{ name: 'x', type: 'float32', shape: [300, 4] }],
  outputs: [{ name: 'y', type: 'float32', shape: [] }],
}

/** As JSON, so that both sides compare by what they say and not by how they are held. */
const readByOnnxProto = (bytes: Uint8Array) =>
  onnx.ModelProto.toObject(onnx.ModelProto.decode(bytes), { longs: Number, bytes: Array, arrays: true })

const raw = (values: Float32Array | Int32Array | BigInt64Array | Uint8Array): number[] => [
  ...new Uint8Array(values.buffer),
]

describe('ONNX bytes of ours', () => {
  it('say to onnx-proto exactly what we meant', () => {
    const model = readByOnnxProto(encodeModel(graph))
    expect(model).toMatchObject({
      irVersion: 8,
      producerName: 'proviso',
      opsetImport: [{ domain: '', version: 17 }],
    })
    expect(model.graph).toMatchObject({
      name: 'sample',
      node: [
        {
          opType: 'Gemm',
          input: ['x', 'w'],
          output: ['y'],
          attribute: [
            { name: 'transB', i: 1, type: 2 },
            { name: 'alpha', f: -0.5, type: 1 },
            { name: 'perm', ints: [0, -2, 300], type: 7 },
            { name: 'far', i: -1, type: 2 },
            { name: 'mode', s: [...new TextEncoder().encode('Ä')], type: 3 },
            { name: 'scales', floats: [0.5, -3], type: 6 },
          ],
        },
      ],
      initializer: [
        { name: 'floats', dataType: 1, dims: [2], rawData: raw(Float32Array.of(1.5, -2)) },
        { name: 'ints', dataType: 6, dims: [2, 1], rawData: raw(Int32Array.of(7, -7)) },
        { name: 'axes', dataType: 7, dims: [2], rawData: raw(BigInt64Array.of(-1n, 70_000n)) },
        { name: 'flag', dataType: 9, rawData: [1] },
      ],
      input: [
        {
          name: 'x',
          type: { tensorType: { elemType: 1, shape: { dim: [{ dimValue: 300 }, { dimValue: 4 }] } } },
        },
      ],
      output: [{ name: 'y', type: { tensorType: { elemType: 1 } } }],
    })
  })

  it('come out of onnx-proto as they went in', () => {
    const bytes = accumulateGraph(forwardGraph({ kind: 'mlp', inputs: 6, hidden: [4], outputs: 3 }, 8), 1)
    const again = onnx.ModelProto.encode(onnx.ModelProto.decode(bytes)).finish()
    expect(readByOnnxProto(again)).toEqual(readByOnnxProto(bytes))
    expect(onnx.ModelProto.verify(readByOnnxProto(bytes))).toBeNull()
  })
})
