import { unsupportedError } from '../errors.ts'
import type { Attributes } from '../onnx/model.ts'
import { floatAttribute } from './attributes.ts'
import type { Operator } from './operator.ts'
import { inferUnary, unaryGradient } from './unary.ts'

/** The largest finite float32: ONNX's own bound where none is given. */
const LARGEST = 3.4028234663852886e38

const boundsOf = (attributes: Attributes): readonly [number, number] => {
  const min = floatAttribute('Clip', attributes, 'min', -LARGEST)
  const max = floatAttribute('Clip', attributes, 'max', LARGEST)
  if (min >= max) throw unsupportedError('Clip', 'min must be less than max.')
  return [min, max]
}

/**
 * ONNX Clip to constant bounds, given as the attributes `min` and `max` (ONNX's second and third inputs); either may be
 * absent. The gradient passes strictly between the bounds; the subgradient at a bound is 0.
 */
export const clip: Operator = {
  name: 'Clip',
  infer: (inputs, attributes) => {
    if (inputs.length > 1) throw unsupportedError('Clip', 'The bounds must be the attributes min and max.')
    boundsOf(attributes)
    return inferUnary('Clip', inputs, attributes, ['min', 'max'])
  },
  lower: ({ emit, inputNames, attributes }) =>
    emit.node('Clip', [inputNames[0]!, ...boundsOf(attributes).map((bound) => emit.scalar(bound))]),
  gradient: unaryGradient(({ emit, inputNames, attributes, gradient }) => {
    const [x] = inputNames as [string]
    const [min, max] = boundsOf(attributes)
    const holds = (op: 'Greater' | 'Less', bound: number) =>
      emit.node('Cast', [emit.node(op, [x, emit.scalar(bound)])], { to: { int: 1 } })
    return emit.node('Mul', [gradient, emit.node('Mul', [holds('Greater', min), holds('Less', max)])])
  }),
}
