import { unary } from './unary.ts'

/** ONNX Tanh. dy/dx = 1 - y^2. */
export const tanh = unary('Tanh', ({ emit, outputName, gradient }) =>
  emit.node('Mul', [
    gradient,
    emit.node('Sub', [emit.scalar(1), emit.node('Mul', [outputName, outputName])]),
  ]),
)
