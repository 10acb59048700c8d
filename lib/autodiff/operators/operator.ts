import type { Emitter } from '../emitter.ts'
import type { Attributes } from '../onnx/model.ts'
import type { TensorInfo } from '../tensor.ts'

/** One node of a forward graph as its rules see it: facts, and names in the graph being emitted. */
export interface RuleContext {
  readonly emit: Emitter
  readonly attributes: Attributes
  readonly inputs: readonly TensorInfo[]
  readonly output: TensorInfo
  /** Names of the forward values. */
  readonly inputNames: readonly string[]
  readonly outputName: string
}

export interface GradientContext extends RuleContext {
  /** Name of dL/d(output), shaped like the output. */
  readonly gradient: string
  /** Whether dL/d(inputs[index]) is needed. */
  readonly wanted: readonly boolean[]
}

export interface PerExampleContext extends RuleContext {
  /** Name of dL/d(output): row i is the gradient of example i's own loss. */
  readonly gradient: string
  /** The input that is a parameter. */
  readonly parameter: number
}

/**
 * Everything there is to know about an operator, in one file: a new operator is one such object in the registry.
 * Names and semantics of operators are ONNX's.
 */
export interface Operator {
  readonly name: string
  /**
   * Shape rule. Throws `autodiff/shape` where the inputs do not fit, `autodiff/examples-mix` where axis 0 of the output
   * would not be independent examples, `autodiff/unsupported` for a form that has no gradient rule.
   */
  readonly infer: (inputs: readonly TensorInfo[], attributes: Attributes) => TensorInfo
  /** Emits the forward value in operators that the WebGPU provider has, and names it. */
  readonly lower: (context: Omit<RuleContext, 'outputName'>) => string
  /** Gradient rule: dL/d(input) for each wanted input, summed over examples where the input is no per-example value. */
  readonly gradient: (context: GradientContext) => readonly (string | undefined)[]
  /**
   * Per-example rule: the squared L2 norm, shape [batch], of each example's gradient of one parameter input, without
   * making those gradients (ghost norms: Goodfellow 2015; Li et al. 2021, arXiv:2110.05679). Absent: no parameters.
   */
  readonly squaredNorm?: (context: PerExampleContext) => string
}
