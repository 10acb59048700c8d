import { unary } from './unary.ts'

/** ONNX Sqrt. dy/dx = 1 / (2 y); not finite at 0, and NaN below, so that clipping leaves such an example out. */
export const sqrt = unary('Sqrt', ({ emit, outputName, gradient }) =>
  emit.node('Div', [gradient, emit.node('Add', [outputName, outputName])]),
)
