import { GraphError, unsupportedError } from './errors.ts'
import { type LossTerms, labelsOf, lossNode } from './losses/loss.ts'
import type { Attributes } from './onnx/model.ts'
import { OPERATORS, type OperatorName } from './operators/registry.ts'
import { sizeOf, type TensorInfo } from './tensor.ts'

export interface Value extends TensorInfo {
  readonly id: number
  /** Depends on a parameter, so gradients flow to it. */
  readonly trainable: boolean
}

export interface Parameter {
  readonly name: string
  readonly shape: readonly number[]
  /** Number of elements. */
  readonly size: number
  readonly value: Value
}

export interface ForwardNode {
  readonly op: OperatorName
  readonly inputs: readonly Value[]
  readonly output: Value
  readonly attributes: Attributes
}

/** A checked forward graph from examples and parameters to the loss of each example. Nodes stand in running order. */
export interface ForwardGraph {
  /** Examples per run. */
  readonly batch: number
  /** Float32 features or int32 tokens, [batch, ...]. */
  readonly x: Value
  /** What the loss compares the logits with: classes, int32 [batch], or targets, float32 [batch, outputs]. */
  readonly labels: Value
  readonly parameters: readonly Parameter[]
  readonly nodes: readonly ForwardNode[]
  /** Float32, [batch, outputs]. */
  readonly logits: Value
  /** Float32, [batch]. */
  readonly loss: Value
}

/**
 * Builds a forward graph. Each `apply` runs the operator's shape rule at once, which also proves that axis 0 stays
 * independent examples; `finish` sets the loss, softmax cross-entropy unless told. All throw `GraphError`.
 */
export class ForwardBuilder {
  readonly x: Value
  readonly #batch: number
  readonly #parameters: Parameter[] = []
  readonly #nodes: ForwardNode[] = []
  #count = 0

  /** `exampleShape`: shape of one example's features. `type`: int32 for tokens, which Gather reads a table by. */
  constructor(batch: number, exampleShape: readonly number[], type: 'float32' | 'int32' = 'float32') {
    this.#batch = batch
    this.x = this.#value({ type, shape: [batch, ...exampleShape], perExample: true }, false)
  }

  #value(info: TensorInfo, trainable: boolean): Value {
    return { ...info, id: this.#count++, trainable }
  }

  /** Declares a float32 parameter. Order of declaration is the order in flat weights. */
  parameter(name: string, shape: readonly number[]): Value {
    if (this.#parameters.some((known) => known.name === name))
      throw new GraphError('autodiff/shape', `The parameter ${name} is declared twice.`)
    const value = this.#value({ type: 'float32', shape, perExample: false }, true)
    this.#parameters.push({ name, shape, size: sizeOf(shape), value })
    return value
  }

  apply(op: OperatorName, inputs: readonly Value[], attributes: Attributes = {}): Value {
    if (!Object.hasOwn(OPERATORS, op)) throw unsupportedError(op, 'It is not on the list of operators.')
    const info = OPERATORS[op].infer(inputs, attributes)
    const output = this.#value(
      info,
      inputs.some((input) => input.trainable),
    )
    this.#nodes.push({ op, inputs, output, attributes })
    return output
  }

  finish(logits: Value, terms: LossTerms = { kind: 'softmax-cross-entropy' }): ForwardGraph {
    const labels = this.#value(labelsOf(terms, logits), false)
    const { op, attributes } = lossNode(terms)
    const loss = this.apply(op, [logits, labels], attributes)
    return {
      batch: this.#batch,
      x: this.x,
      labels,
      parameters: this.#parameters,
      nodes: this.#nodes,
      logits,
      loss,
    }
  }
}
