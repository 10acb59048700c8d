import { unary } from './unary.ts'

/** ONNX Log, natural. dy/dx = 1 / x; not finite at 0, and NaN below, so that clipping leaves such an example out. */
export const log = unary('Log', ({ emit, inputNames, gradient }) =>
  emit.node('Div', [gradient, inputNames[0]!]),
)
