import type { Attributes } from '../onnx/model.ts'
import { floatAttribute } from './attributes.ts'
import type { Operator } from './operator.ts'
import { inferUnary, unaryGradient } from './unary.ts'

const alpha = (attributes: Attributes): number => floatAttribute('LeakyRelu', attributes, 'alpha', 0.01)

/** ONNX LeakyRelu: x where x > 0, else `alpha` x (0.01 unless given). The subgradient at 0 is alpha. */
export const leakyRelu: Operator = {
  name: 'LeakyRelu',
  infer: (inputs, attributes) => {
    alpha(attributes)
    return inferUnary('LeakyRelu', inputs, attributes, ['alpha'])
  },
  lower: ({ emit, inputNames, attributes }) =>
    emit.node('LeakyRelu', inputNames, { alpha: { float: alpha(attributes) } }),
  gradient: unaryGradient(({ emit, attributes, inputNames, gradient }) => {
    const open = emit.node('Greater', [inputNames[0]!, emit.scalar(0)])
    const slope = emit.node('Where', [open, emit.scalar(1), emit.scalar(alpha(attributes))])
    return emit.node('Mul', [gradient, slope])
  }),
}
