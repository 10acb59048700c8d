import type { OptimizerTerms } from '../../protocol/task.ts'

/** For tests only: all parameters of a model, flat, and what an optimizer keeps of each. In float64. */
export interface ReferenceState {
  readonly parameters: Float64Array
  /** Velocity, or mean gradient. */
  readonly first: Float64Array
  /** Mean squared gradient. */
  readonly second: Float64Array
}

export const referenceStart = (parameters: Float64Array): ReferenceState => ({
  parameters: parameters.slice(),
  first: new Float64Array(parameters.length),
  second: new Float64Array(parameters.length),
})

/** One number's step, as the papers write it: [p, first, second]. `t` counts from 1. */
const moved = (
  terms: OptimizerTerms,
  t: number,
  g: number,
  [p, first, second]: readonly [number, number, number],
): readonly [number, number, number] => {
  const rate = terms.learningRate
  const decay = terms.weightDecay ?? (terms.kind === 'adamw' ? 0.01 : 0)
  if (terms.kind === 'sgd') return [p - rate * (g + decay * p), 0, 0]
  if (terms.kind === 'momentum') {
    const own = g + decay * p
    const velocity = terms.momentum * first + own
    return [p - rate * (terms.nesterov ? own + terms.momentum * velocity : velocity), velocity, 0]
  }
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = terms
  const own = terms.kind === 'adam' ? g + decay * p : g
  const mean = beta1 * first + (1 - beta1) * own
  const square = beta2 * second + (1 - beta2) * own ** 2
  const unbiasedMean = mean / (1 - beta1 ** t)
  const unbiasedSquare = square / (1 - beta2 ** t)
  const decayed = terms.kind === 'adamw' ? p - rate * decay * p : p
  return [decayed - (rate * unbiasedMean) / (Math.sqrt(unbiasedSquare) + epsilon), mean, square]
}

/** Step `t`, counted from 1. `clipNorm`: of the whole gradient. */
export const referenceStep = (
  terms: OptimizerTerms,
  t: number,
  gradient: Float64Array,
  { parameters, first, second }: ReferenceState,
  clipNorm = Number.POSITIVE_INFINITY,
): ReferenceState => {
  const norm = Math.sqrt(gradient.reduce((sum, value) => sum + value * value, 0))
  const factor = norm > clipNorm ? clipNorm / norm : 1
  const after = Array.from(gradient, (g, index) =>
    moved(terms, t, g * factor, [parameters[index]!, first[index]!, second[index]!]),
  )
  const column = (at: 0 | 1 | 2) => Float64Array.from(after, (row) => row[at])
  return { parameters: column(0), first: column(1), second: column(2) }
}
