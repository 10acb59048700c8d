import type { Emitter } from '../emitter.ts'
import { unsupportedError } from '../errors.ts'
import type { Attributes } from '../onnx/model.ts'
import { floatAttribute } from './attributes.ts'
import type { Operator } from './operator.ts'
import { inferUnary, unaryGradient } from './unary.ts'

const exponentOf = (attributes: Attributes): number => {
  const exponent = floatAttribute('Pow', attributes, 'exponent')
  if (exponent === 0) throw unsupportedError('Pow', 'With the exponent 0 nothing depends on its input.')
  return exponent
}

/**
 * x^exponent. Halves up to 4 are products, square roots and quotients: the WebGPU provider's Pow goes by logarithms, which
 * an adapter may make finite at 0 and infinity.
 */
const power = (emit: Emitter, x: string, exponent: number): string => {
  const size = Math.abs(exponent)
  if (size > 4 || !Number.isInteger(2 * size)) return emit.node('Pow', [x, emit.scalar(exponent)])
  const factors = new Array<string>(Math.floor(size)).fill(x)
  if (!Number.isInteger(size)) factors.push(emit.node('Sqrt', [x]))
  const product = factors.reduce((total, factor) => emit.node('Mul', [total, factor]))
  return exponent < 0 ? emit.node('Div', [emit.scalar(1), product]) : product
}

/**
 * ONNX Pow with a constant exponent c, given as the attribute `exponent` (ONNX's second input). dy/dx = c x^(c - 1); not
 * finite at 0 for c < 1, and NaN below 0 for a c that is no integer, so that clipping leaves such an example out.
 */
export const pow: Operator = {
  name: 'Pow',
  infer: (inputs, attributes) => {
    if (inputs.length > 1) throw unsupportedError('Pow', 'The exponent must be the attribute exponent.')
    exponentOf(attributes)
    return inferUnary('Pow', inputs, attributes, ['exponent'])
  },
  lower: ({ emit, inputNames, attributes }) => power(emit, inputNames[0]!, exponentOf(attributes)),
  gradient: unaryGradient(({ emit, inputNames, attributes, gradient }) => {
    const exponent = exponentOf(attributes)
    if (exponent === 1) return gradient
    const slope = emit.node('Mul', [power(emit, inputNames[0]!, exponent - 1), emit.scalar(exponent)])
    return emit.node('Mul', [gradient, slope])
  }),
}
