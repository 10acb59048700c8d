import { type Layer, normOf, rowOf } from './layers.ts'

/** Rows whose directions are closer than this, either way round, count as one: an angle of 0.8 degrees. */
export const PARALLEL = 0.9999

/** Buckets of the sketch by which rows are found that may be parallel. */
const BUCKETS = 64
/** Between the sketches of unit rows: parallel ones differ by about 0.014, independent ones by about 1.4. */
const NEAR = 0.3

/** Neurons with one direction, and whether each looks the way of the first or the opposite one. */
export interface Direction {
  readonly neurons: readonly number[]
  readonly signs: readonly number[]
}

interface Sketch {
  readonly values: Float64Array
  /** Of its norm. */
  readonly square: number
}

/** Count sketch (Charikar, Chen, Farach-Colton 2002) of row / norm: it keeps distances in the mean, with fixed signs and buckets. */
const sketchOf = (row: Float32Array, norm: number): Sketch => {
  const values = new Float64Array(BUCKETS)
  for (let index = 0; index < row.length; index++) {
    const mixed = Math.imul(index + 1, 0x9e3779b1)
    const scrambled = Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b)
    const bucket = scrambled >>> 26
    const isNegative = ((scrambled >>> 13) & 1) === 1
    values[bucket]! += (isNegative ? -row[index]! : row[index]!) / norm
  }
  return { values, square: values.reduce((sum, value) => sum + value * value, 0) }
}

const dot = (one: Float32Array, other: Float32Array): number => {
  let sum = 0
  for (let index = 0; index < one.length; index++) sum += one[index]! * other[index]!
  return sum
}

/** Whether two sketches are within `NEAR` of each other, or one of the other's opposite. */
const isNear = (one: Sketch, other: Sketch): boolean => {
  let sum = 0
  for (let bucket = 0; bucket < BUCKETS; bucket++) sum += one.values[bucket]! * other.values[bucket]!
  return 2 * Math.abs(sum) > one.square + other.square - NEAR * NEAR
}

/**
 * The neurons of a layer by direction, each with the first that it is parallel to. Rows of zeros have none, and are left out:
 * such neurons give the same for every example. Takes about neurons * fanIn + 32 * neurons² operations.
 */
export const directionsOf = (layer: Layer): readonly Direction[] => {
  const found: { sketch: Sketch; row: Float32Array; norm: number; neurons: number[]; signs: number[] }[] = []
  for (let neuron = 0; neuron < layer.neurons; neuron++) {
    const row = rowOf(layer, neuron)
    const norm = normOf(row)
    if (norm === 0) continue
    const sketch = sketchOf(row, norm)
    let cosine = 0
    const same = found.find((own) => {
      cosine = isNear(sketch, own.sketch) ? dot(row, own.row) / (norm * own.norm) : 0
      return Math.abs(cosine) > PARALLEL
    })
    if (same === undefined) found.push({ sketch, row, norm, neurons: [neuron], signs: [1] })
    else {
      same.neurons.push(neuron)
      same.signs.push(Math.sign(cosine))
    }
  }
  return found.map(({ neurons, signs }) => ({ neurons, signs }))
}
