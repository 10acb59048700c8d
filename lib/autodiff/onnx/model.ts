import { WireWriter } from './wire.ts'

/** The element types that we emit, by their ONNX name. */
export type ElementType = 'float32' | 'int32' | 'int64' | 'bool'

/** An ONNX attribute: `ints` are int64, `float` and `floats` are 32-bit, `string` is UTF-8. */
export type Attribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly string: string }
  | { readonly ints: readonly number[] }
  | { readonly floats: readonly number[] }
export type Attributes = Readonly<Record<string, Attribute>>

export interface OnnxNode {
  readonly op: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes: Attributes
}

export interface OnnxTensor {
  readonly name: string
  readonly type: ElementType
  readonly shape: readonly number[]
  readonly values: readonly number[]
}

export interface OnnxValue {
  readonly name: string
  readonly type: ElementType
  readonly shape: readonly number[]
}

export interface OnnxGraph {
  readonly name: string
  readonly nodes: readonly OnnxNode[]
  readonly initializers: readonly OnnxTensor[]
  readonly inputs: readonly OnnxValue[]
  readonly outputs: readonly OnnxValue[]
}

/** Operator set of every graph of ours, and the IR version that goes with it (onnx/docs/Versioning.md). */
export const OPSET = 17
const IR_VERSION = 8

/** `TensorProto.DataType` */
const DATA_TYPE: Readonly<Record<ElementType, number>> = { float32: 1, int32: 6, int64: 7, bool: 9 }

/** Field numbers below are those of onnx/onnx.proto, version 1.17. */
const encodeAttribute = (name: string, attribute: Attribute): WireWriter => {
  const out = new WireWriter().string(1, name)
  if ('int' in attribute) return out.int(3, attribute.int).int(20, 2)
  if ('float' in attribute) return out.float(2, attribute.float).int(20, 1)
  if ('string' in attribute) return out.string(4, attribute.string).int(20, 3)
  if ('floats' in attribute) {
    for (const value of attribute.floats) out.float(7, value)
    return out.int(20, 6)
  }
  for (const value of attribute.ints) out.int(8, value)
  return out.int(20, 7)
}

const encodeNode = (node: OnnxNode, index: number): WireWriter => {
  const out = new WireWriter()
  for (const input of node.inputs) out.string(1, input)
  for (const output of node.outputs) out.string(2, output)
  out.string(3, `${node.op}_${index}`).string(4, node.op)
  for (const [name, attribute] of Object.entries(node.attributes))
    out.message(5, encodeAttribute(name, attribute))
  return out
}

const rawData = (tensor: OnnxTensor): Uint8Array => {
  if (tensor.type === 'float32') return new Uint8Array(Float32Array.from(tensor.values).buffer)
  if (tensor.type === 'int32') return new Uint8Array(Int32Array.from(tensor.values).buffer)
  if (tensor.type === 'int64') return new Uint8Array(BigInt64Array.from(tensor.values, BigInt).buffer)
  return Uint8Array.from(tensor.values)
}

const encodeTensor = (tensor: OnnxTensor): WireWriter => {
  const out = new WireWriter()
  for (const size of tensor.shape) out.int(1, size)
  return out.int(2, DATA_TYPE[tensor.type]).string(8, tensor.name).bytes(9, rawData(tensor))
}

const encodeValue = (value: OnnxValue): WireWriter => {
  const shape = new WireWriter()
  for (const size of value.shape) shape.message(1, new WireWriter().int(1, size))
  const tensor = new WireWriter().int(1, DATA_TYPE[value.type]).message(2, shape)
  return new WireWriter().string(1, value.name).message(2, new WireWriter().message(1, tensor))
}

/** An ONNX `ModelProto` of `graph`, opset 17, as every ONNX runtime reads it. Little endian machines only. */
export const encodeModel = (graph: OnnxGraph): Uint8Array<ArrayBuffer> => {
  const body = new WireWriter()
  graph.nodes.forEach((node, index) => {
    body.message(1, encodeNode(node, index))
  })
  body.string(2, graph.name)
  for (const tensor of graph.initializers) body.message(5, encodeTensor(tensor))
  for (const input of graph.inputs) body.message(11, encodeValue(input))
  for (const output of graph.outputs) body.message(12, encodeValue(output))
  return new WireWriter()
    .int(1, IR_VERSION)
    .string(2, 'proviso')
    .message(7, body)
    .message(8, new WireWriter().string(1, '').int(2, OPSET))
    .finish()
}
