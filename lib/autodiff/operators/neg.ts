import { unary } from './unary.ts'

/** ONNX Neg: -x. */
export const neg = unary('Neg', ({ emit, gradient }) => emit.node('Neg', [gradient]))
