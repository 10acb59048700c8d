import { type Architecture, parameterCount } from '../protocol/task.ts'

/**
 * Fresh flat weights of an architecture: He initialisation (2015, arXiv:1502.01852), weights normal with standard deviation
 * sqrt(2 / in), biases 0. `normal` returns standard normal samples; weights are public, so any good source will do.
 */
export const initialWeights = (
  architecture: Architecture,
  normal: () => number,
): Float32Array<ArrayBuffer> => {
  const flat = new Float32Array(parameterCount(architecture))
  const widths = [architecture.inputs, ...architecture.hidden, architecture.outputs]
  let offset = 0
  for (let layer = 1; layer < widths.length; layer++) {
    const [inner, outer] = [widths[layer - 1]!, widths[layer]!]
    const std = Math.sqrt(2 / inner)
    for (let index = 0; index < inner * outer; index++) flat[offset + index] = normal() * std
    offset += (inner + 1) * outer
  }
  return flat
}
