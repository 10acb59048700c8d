import type { Array as JaxArray } from '@jax-js/jax'
import type { ForwardGraph, ForwardNode } from '../forward.ts'
import { sizeOf } from '../tensor.ts'

/** For tests only: a value in float64, row-major. */
export interface Tensor {
  readonly shape: readonly number[]
  readonly data: Float64Array
}

/** A small graph that uses an operator in one of its forms; logits and labels as `exampleFor` makes them. */
export interface GraphCase {
  readonly name: string
  readonly build: (batch: number) => ForwardGraph
  /**
   * The graph makes a finite gradient of an x that is not finite (Tanh of infinity is 1), so that such an example counts
   * like any other: it may contribute, within the clipping norm, and must still leave all others as they are.
   */
  readonly absorbs?: boolean
  /** Finite values of x at which the graph has no finite gradient, such as 0 before a square root. */
  readonly singular?: readonly number[]
}

/** What the tests know of an operator that its rules do not: two other ways to compute it, and the forms to try. */
export interface OperatorOracle {
  /** In float64 and plain loops, sharing nothing with the ONNX lowering. */
  readonly evaluate: (node: ForwardNode, inputs: readonly Tensor[]) => Tensor
  /** In jax-js, whose reverse mode knows nothing of ours. It counts references: each input may be used once, more by `.ref`. */
  readonly jax: (node: ForwardNode, inputs: readonly JaxArray[]) => JaxArray
  readonly cases: readonly GraphCase[]
}

/** Where the value at `flat` of `shape` lies in a value of shape `from` that broadcasts to it. */
export const broadcastIndex = (flat: number, shape: readonly number[], from: readonly number[]): number => {
  let index = 0
  let stride = 1
  let rest = flat
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const coordinate = rest % shape[axis]!
    rest = Math.floor(rest / shape[axis]!)
    const own = axis - (shape.length - from.length)
    if (own < 0) continue
    if (from[own] !== 1) index += coordinate * stride
    stride *= from[own]!
  }
  return index
}

/** An elementwise operator of inputs that broadcast to `shape`. */
export const elementwise = (
  shape: readonly number[],
  inputs: readonly Tensor[],
  compute: (...values: number[]) => number,
): Tensor => ({
  shape,
  data: Float64Array.from({ length: sizeOf(shape) }, (_, flat) =>
    compute(...inputs.map((input) => input.data[broadcastIndex(flat, shape, input.shape)]!)),
  ),
})
