import { initialWeights } from '../../lib/autodiff/initialise.ts'
import { fillGaussian } from '../../lib/privacy/gaussian.ts'
import { type Architecture, parameterCount } from '../../lib/protocol/task.ts'

/** Weights that a task starts from, from the system's randomness: He or Glorot, biases zero. */
export const initWeights = (architecture: Architecture): Float32Array<ArrayBuffer> => {
  const samples = new Float32Array(parameterCount(architecture))
  fillGaussian(samples, 1)
  let next = 0
  return initialWeights(architecture, () => samples[next++]!)
}
