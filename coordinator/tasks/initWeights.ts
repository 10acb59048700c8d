import { fillGaussian } from '../../lib/privacy/gaussian.ts'
import { type Architecture, parameterCount } from '../../lib/protocol/task.ts'

/**
 * He et al. 2015: weights from N(0, 2 / inputs of the layer), biases zero, from the system's randomness. Flat: for each
 * layer W `[inputs, outputs]` row by row, then b `[outputs]`.
 */
export const initWeights = (architecture: Architecture): Float32Array<ArrayBuffer> => {
  const parameters = new Float32Array(parameterCount(architecture))
  const widths = [architecture.inputs, ...architecture.hidden, architecture.outputs]
  let offset = 0
  for (const [layer, outputs] of widths.slice(1).entries()) {
    const inputs = widths[layer]!
    fillGaussian(parameters.subarray(offset, offset + inputs * outputs), Math.sqrt(2 / inputs))
    offset += inputs * outputs + outputs
  }
  return parameters
}
