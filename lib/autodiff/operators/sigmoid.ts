import { unary } from './unary.ts'

/** ONNX Sigmoid: 1 / (1 + exp(-x)). dy/dx = y (1 - y). */
export const sigmoid = unary('Sigmoid', ({ emit, outputName, gradient }) => {
  const slope = emit.node('Mul', [outputName, emit.node('Sub', [emit.scalar(1), outputName])])
  return emit.node('Mul', [gradient, slope])
})
