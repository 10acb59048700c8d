import type { Architecture } from '../../../protocol/task.ts'
import type { Examples } from '../../examples.ts'

/**
 * Canaries in the space of gradients (Nasr et al. 2023, arXiv:2302.07956): each has an input of its own, so that in a softmax
 * regression its gradient is along two weights that no other canary touches, but for the two biases.
 */
export const canaryModel = (canaries: number): Architecture => ({
  kind: 'mlp',
  inputs: canaries,
  hidden: [],
  outputs: 2,
})

/** Two classes by turns, so that the pulls on the biases cancel. */
const labelOf = (canary: number): number => canary % 2

/**
 * The dataset of the canaries that are in. Each has the gradient norm `gradientNorm`, above 1, at weights of zero: with p = 1/2 of both
 * classes, d(loss)/d(logits) is 1/2 and -1/2, times the input, and times 1 for the biases.
 */
export const canaryExamples = (included: readonly boolean[], gradientNorm: number): Examples => {
  const width = included.length
  const input = Math.sqrt(2 * gradientNorm ** 2 - 1)
  const canaries = [...included.keys()].filter((canary) => included[canary])
  const x = new Float32Array(canaries.length * width)
  canaries.forEach((canary, row) => {
    x[row * width + canary] = input
  })
  return { count: canaries.length, width, x, labels: Int32Array.from(canaries, labelOf) }
}

/**
 * What one step's released sum holds of each canary: its projection on the direction of the canary's gradient, biases left out.
 * `before` and `after` are flat weights [canaries, 2] and two biases; `rate` is what the sum was taken times.
 */
export const canaryProjections = (
  before: Float32Array,
  after: Float32Array,
  rate: number,
  canaries: number,
): Float64Array =>
  Float64Array.from({ length: canaries }, (_, canary) => {
    const released = (output: number) => (before[2 * canary + output]! - after[2 * canary + output]!) / rate
    const towardsOther = (released(1) - released(0)) / Math.SQRT2
    return labelOf(canary) === 0 ? towardsOther : -towardsOther
  })
