import type { ElementType } from './onnx/model.ts'

/** What is known of a value without running the graph. */
export interface TensorInfo {
  readonly type: ElementType
  readonly shape: readonly number[]
  /**
   * True if axis 0 counts the examples of the batch and row i depends on example i alone; false if the value depends
   * on no example at all (parameters, constants). There is nothing between: such a graph is refused.
   */
  readonly perExample: boolean
}

export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1)

export const sameShape = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((size, axis) => size === b[axis])

/** Shape of two values broadcast together (ONNX docs/Broadcasting.md), or undefined if they do not fit. */
export const broadcastShapes = (
  a: readonly number[],
  b: readonly number[],
): readonly number[] | undefined => {
  const rank = Math.max(a.length, b.length)
  const out: number[] = []
  for (let axis = 0; axis < rank; axis++) {
    const left = a[axis - (rank - a.length)] ?? 1
    const right = b[axis - (rank - b.length)] ?? 1
    if (left !== right && left !== 1 && right !== 1) return undefined
    out.push(left === 1 ? right : left)
  }
  return out
}

/** Axes of `to` along which a value of shape `from` was repeated to reach it. `from` broadcasts to `to`. */
export const broadcastAxes = (from: readonly number[], to: readonly number[]): readonly number[] => {
  const lead = to.length - from.length
  return to.flatMap((size, axis) => (axis < lead || (from[axis - lead] === 1 && size !== 1) ? [axis] : []))
}

/** 0, 1, ... count-1, without `skip`. */
export const axesBut = (count: number, skip: number): readonly number[] =>
  Array.from({ length: count }, (_, axis) => axis).filter((axis) => axis !== skip)
