import { unary } from './unary.ts'

/** ONNX Erf, the error function. dy/dx = 2 / sqrt(pi) * exp(-x^2). */
export const erf = unary('Erf', ({ emit, inputNames, gradient }) => {
  const [x] = inputNames as [string]
  const bell = emit.node('Exp', [emit.node('Neg', [emit.node('Mul', [x, x])])])
  return emit.node('Mul', [gradient, emit.node('Mul', [bell, emit.scalar(2 / Math.sqrt(Math.PI))])])
})
