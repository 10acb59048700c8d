import { leastUnlikely } from './chance.ts'
import type { Finding } from './finding.ts'
import { type Layer, rowOf } from './layers.ts'

/** Below this many weights, a row's halves may resemble each other by chance. */
const LEAST_WEIGHTS = 32

const descending = (values: Float32Array): Float32Array => values.sort().reverse()

/** `count` values of a sorted list, evenly spread over it. */
const spread = (sorted: Float32Array, count: number): Float32Array =>
  Float32Array.from(
    { length: count },
    (_, index) => sorted[Math.floor(((index + 0.5) * sorted.length) / count)]!,
  )

/**
 * How far the magnitudes of a row's positive weights are from a scaled copy of those of its negative ones, both sorted: the
 * norm of what is left, over the norm. 0 for a copy; of independent weights about 1.2 / sqrt(weights). Infinity where a side has
 * fewer than a quarter of the weights.
 */
export const halvesDistance = (row: Float32Array): number => {
  const up = descending(row.filter((value) => value > 0))
  const down = descending(row.filter((value) => value < 0).map(Math.abs))
  const count = Math.min(up.length, down.length)
  if (count < row.length / 4) return Number.POSITIVE_INFINITY
  const [one, other] = [spread(up, count), spread(down, count)]
  let product = 0
  let square = 0
  let total = 0
  for (let index = 0; index < count; index++) {
    product += one[index]! * other[index]!
    square += other[index]! ** 2
    total += one[index]! ** 2
  }
  return Math.sqrt(Math.max(0, total - product ** 2 / square) / total)
}

/**
 * Times 1 / sqrt(weights). Independent rows, normal or uniform, come this close less than once in 10,000 (measured: none of
 * 20,000 of 32 weights, the worst case, nor of 5,000 of 784).
 */
const COPY = 0.22
const CHANCE_OF_COPY = 1e-4

/**
 * Trap weights (Boenisch et al. 2023, arXiv:2112.02918, section 5): half of a row's weights, at random places, is negative, and
 * the other half repeats their magnitudes, scaled a little. The neuron then fires for few examples, and the gradient of its
 * weights over that of its bias is the one example for which it did.
 */
export const trapRows = (layer: Layer): readonly Finding<'trap-rows'>[] => {
  const { name, neurons, fanIn } = layer
  if (fanIn < LEAST_WEIGHTS) return []
  const limit = COPY / Math.sqrt(fanIn)
  let count = 0
  for (let neuron = 0; neuron < neurons; neuron++)
    if (halvesDistance(rowOf(layer, neuron)) < limit) count += 1
  if (count < leastUnlikely(neurons * CHANCE_OF_COPY)) return []
  return [
    {
      kind: 'trap-rows',
      where: name,
      strength: count,
      sentence: `${count} of ${neurons} neurons in ${name} weigh half of a record against the other half, so that they answer to single records.`,
    },
  ]
}
