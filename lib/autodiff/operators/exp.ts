import { unary } from './unary.ts'

/** ONNX Exp. dy/dx = y. */
export const exp = unary('Exp', ({ emit, outputName, gradient }) => emit.node('Mul', [gradient, outputName]))
