import { sizeOf } from '../tensor.ts'
import type { Tensor } from './oracle.ts'

/** For tests only: coordinates of the element at `flat` of a row-major value. */
export const coordinatesOf = (flat: number, shape: readonly number[]): number[] => {
  const out = new Array<number>(shape.length)
  let rest = flat
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    out[axis] = rest % shape[axis]!
    rest = Math.floor(rest / shape[axis]!)
  }
  return out
}

export const valueAt = ({ shape, data }: Tensor, coordinates: readonly number[]): number =>
  data[coordinates.reduce((flat, coordinate, axis) => flat * shape[axis]! + coordinate, 0)]!

/** The value of `shape` whose element at each place is `compute(coordinates)`. */
export const tensorOf = (shape: readonly number[], compute: (coordinates: number[]) => number): Tensor => ({
  shape,
  data: Float64Array.from({ length: sizeOf(shape) }, (_, flat) => compute(coordinatesOf(flat, shape))),
})

/** The values of x at all places that agree with `coordinates` outside `axes`. */
export const along = (x: Tensor, coordinates: readonly number[], axes: readonly number[]): number[] => {
  const ranges = axes.map((axis) => x.shape[axis]!)
  return Array.from({ length: sizeOf(ranges) }, (_, flat) => {
    const own = [...coordinates]
    coordinatesOf(flat, ranges).forEach((coordinate, index) => {
      own[axes[index]!] = coordinate
    })
    return valueAt(x, own)
  })
}

/** Axes counted from the front. */
export const fromFront = (axes: readonly number[], rank: number): number[] =>
  axes.map((axis) => (axis < 0 ? axis + rank : axis))
