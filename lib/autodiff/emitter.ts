import {
  type Attributes,
  type ElementType,
  encodeModel,
  type OnnxGraph,
  type OnnxNode,
  type OnnxTensor,
  type OnnxValue,
} from './onnx/model.ts'
import { cleanUp } from './passes/cleanUp.ts'
import { keyOf } from './passes/keyOf.ts'

/**
 * Collects ONNX nodes. Names are made here, so that rules only say what they compute; equal constants are shared.
 * Shapes are not checked again: a rule knows them from the forward graph, and the runtime checks them at load.
 */
export class Emitter {
  readonly #nodes: OnnxNode[] = []
  readonly #constants = new Map<string, OnnxTensor>()
  readonly #inputs: OnnxValue[] = []
  readonly #outputs: OnnxValue[] = []

  input(name: string, type: ElementType, shape: readonly number[]): string {
    this.#inputs.push({ name, type, shape })
    return name
  }

  /** Declares a graph output called `name` with the value of `from`. */
  output(name: string, type: ElementType, shape: readonly number[], from: string): void {
    this.#nodes.push({ op: 'Identity', inputs: [from], outputs: [name], attributes: {} })
    this.#outputs.push({ name, type, shape })
  }

  /** Emits one node and names its first output. */
  node(op: string, inputs: readonly string[], attributes: Attributes = {}): string {
    const name = `${op}_${this.#nodes.length}`
    this.#nodes.push({ op, inputs, outputs: [name], attributes })
    return name
  }

  constant(type: ElementType, shape: readonly number[], values: readonly number[]): string {
    const key = keyOf([type, shape, values])
    const known = this.#constants.get(key)
    if (known !== undefined) return known.name
    const name = `constant_${this.#constants.size}`
    this.#constants.set(key, { name, type, shape, values })
    return name
  }

  scalar(value: number): string {
    return this.constant('float32', [], [value])
  }

  /** An int64 vector: axes and target shapes. */
  axes(values: readonly number[]): string {
    return this.constant('int64', [values.length], values)
  }

  /** ReduceSum; `keepdims` 1 keeps the axes with size 1. */
  sum(value: string, axes: readonly number[], keepdims: 0 | 1): string {
    return axes.length === 0
      ? value
      : this.node('ReduceSum', [value, this.axes(axes)], { keepdims: { int: keepdims } })
  }

  reshape(value: string, shape: readonly number[]): string {
    return this.node('Reshape', [value, this.axes(shape)])
  }

  /** What was emitted, as it was. */
  graph(name: string): OnnxGraph {
    return {
      name,
      nodes: this.#nodes,
      initializers: [...this.#constants.values()],
      inputs: this.#inputs,
      outputs: this.#outputs,
    }
  }

  /** The model as bytes, cleaned up. */
  encode(name: string): Uint8Array<ArrayBuffer> {
    return encodeModel(cleanUp(this.graph(name)))
  }
}
