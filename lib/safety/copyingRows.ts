import { chanceParallel, leastUnlikely } from './chance.ts'
import type { Finding } from './finding.ts'
import { type Layer, rowOf } from './layers.ts'

/** A row copies an input where one weight holds this share of its norm, that is 99.9 % of the squares. */
const COPIED = Math.sqrt(0.999)

const copiesOne = (row: Float32Array): boolean => {
  let total = 0
  let largest = 0
  for (const value of row) {
    const square = value * value
    total += square
    largest = Math.max(largest, square)
  }
  return total > 0 && largest >= COPIED * COPIED * total
}

/**
 * Neurons or filters of the first layer that hand one input on as it is, so that a crafted layer behind gets the record itself
 * (Boenisch et al. 2023, section 5.3, for convolutions; Fowl et al. 2022, section 4). More of them than directions at random give.
 */
export const copyingRows = (layer: Layer): readonly Finding<'input-copying'>[] => {
  const { name, neurons, fanIn, isFirst } = layer
  if (!isFirst) return []
  let count = 0
  for (let neuron = 0; neuron < neurons; neuron++) if (copiesOne(rowOf(layer, neuron))) count += 1
  const chance = Math.min(1, fanIn * chanceParallel(fanIn, COPIED))
  if (count < leastUnlikely(neurons * chance)) return []
  return [
    {
      kind: 'input-copying',
      where: name,
      strength: count,
      sentence: `${count} of ${neurons} neurons in ${name} pass a single input on as it is.`,
    },
  ]
}
