import type { Emitter } from '../emitter.ts'
import { unsupportedError } from '../errors.ts'
import type { Attributes } from '../onnx/model.ts'
import type { Operator } from './operator.ts'
import { inferUnary, unaryGradient } from './unary.ts'

/** sqrt(2 / pi) and the weight of x^3 in the approximation by Tanh. */
const TANH_SCALE = Math.sqrt(2 / Math.PI)
const CUBIC = 0.044715

const byTanh = (attributes: Attributes): boolean => {
  const approximate = attributes.approximate ?? { string: 'none' }
  if ('string' in approximate && ['none', 'tanh'].includes(approximate.string))
    return approximate.string === 'tanh'
  throw unsupportedError('Gelu', 'approximate must be none or tanh.')
}

const ops = (emit: Emitter) => ({
  times: (a: string, b: string) => emit.node('Mul', [a, b]),
  plus: (a: string, b: string) => emit.node('Add', [a, b]),
  scale: (factor: number, a: string) => emit.node('Mul', [a, emit.scalar(factor)]),
  shift: (a: string, by: number) => emit.node('Add', [a, emit.scalar(by)]),
})

/** The weight of x, [0, 1]: y = weight * x; and its slope d(weight)/dx. */
const gate = (emit: Emitter, x: string, tanh: boolean): { weight: string; slope: () => string } => {
  const { times, scale, shift } = ops(emit)
  const square = times(x, x)
  if (!tanh) {
    const weight = scale(0.5, shift(emit.node('Erf', [scale(Math.SQRT1_2, x)]), 1))
    // The density of the normal distribution.
    const slope = () => scale(1 / Math.sqrt(2 * Math.PI), emit.node('Exp', [scale(-0.5, square)]))
    return { weight, slope }
  }
  const t = emit.node('Tanh', [scale(TANH_SCALE, times(x, shift(scale(CUBIC, square), 1)))])
  const slope = () => {
    const rise = emit.node('Sub', [emit.scalar(1), times(t, t)])
    return times(scale(0.5 * TANH_SCALE, rise), shift(scale(3 * CUBIC, square), 1))
  }
  return { weight: scale(0.5, shift(t, 1)), slope }
}

/**
 * Gelu as in ONNX opset 20 (Hendrycks and Gimpel 2016, arXiv:1606.08415), lowered to opset 17: x Phi(x) with Erf, or with
 * `approximate` "tanh" 0.5 x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))). That form's gradient is not finite beyond
 * |x| of about 1e19, where x^2 overflows.
 */
export const gelu: Operator = {
  name: 'Gelu',
  infer: (inputs, attributes) => {
    byTanh(attributes)
    return inferUnary('Gelu', inputs, attributes, ['approximate'])
  },
  lower: ({ emit, inputNames, attributes }) => {
    const [x] = inputNames as [string]
    return emit.node('Mul', [x, gate(emit, x, byTanh(attributes)).weight])
  },
  gradient: unaryGradient(({ emit, inputNames, attributes, gradient }) => {
    const { times, plus } = ops(emit)
    const [x] = inputNames as [string]
    const { weight, slope } = gate(emit, x, byTanh(attributes))
    return times(gradient, plus(weight, times(x, slope())))
  }),
}
