import type { ForwardBuilder, Value } from '../forward.ts'

export type Activation = 'Relu' | 'Tanh'

/**
 * Dense layers of these widths on `input` [batch, in]: y = x W + b with W of shape [in, out], and the activation after each
 * but the last. Declares `layer1.weight`, `layer1.bias`, `layer2.weight`, ...
 */
export const applyDense = (
  builder: ForwardBuilder,
  input: Value,
  widths: readonly number[],
  activation: Activation,
): Value => {
  let value = input
  for (const [index, width] of widths.entries()) {
    const weight = builder.parameter(`layer${index + 1}.weight`, [value.shape[1]!, width])
    const bias = builder.parameter(`layer${index + 1}.bias`, [width])
    value = builder.apply('Gemm', [value, weight, bias])
    if (index < widths.length - 1) value = builder.apply(activation, [value])
  }
  return value
}
