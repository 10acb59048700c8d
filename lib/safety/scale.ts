import type { Finding } from './finding.ts'
import { type Layer, normOf, rowOf } from './layers.ts'

/**
 * The largest norm of one neuron's weights, and the largest bias. He's initialisation gives norms near sqrt(2), Glorot's and
 * LeCun's less; digits trained to the end stay under 10 (docs/task-safety.md).
 */
export const LARGEST_NORM = 100

const outOfRange = (layer: Layer): number => {
  let largest = 0
  for (let neuron = 0; neuron < layer.neurons; neuron++)
    largest = Math.max(largest, normOf(rowOf(layer, neuron)), Math.abs(layer.biases?.[neuron] ?? 0))
  return largest
}

/** Weights so large that single neurons drown the others, or saturate what comes after. `strength`: times the limit. */
export const scale = (layer: Layer): readonly Finding<'scale'>[] => {
  const largest = outOfRange(layer)
  if (largest <= LARGEST_NORM) return []
  return [
    {
      kind: 'scale',
      where: layer.name,
      strength: largest / LARGEST_NORM,
      sentence: `A neuron in ${layer.name} has weights of size ${largest.toPrecision(3)}; training gives less than ${LARGEST_NORM}.`,
    },
  ]
}
