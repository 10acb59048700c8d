import { unary } from './unary.ts'

/** ONNX Abs. The subgradient at 0 is 0. The sign comes from two comparisons: the WebGPU provider has no Sign. */
export const abs = unary('Abs', ({ emit, inputNames, gradient }) => {
  const side = (op: 'Greater' | 'Less') =>
    emit.node('Cast', [emit.node(op, [inputNames[0]!, emit.scalar(0)])], { to: { int: 1 } })
  return emit.node('Mul', [gradient, emit.node('Sub', [side('Greater'), side('Less')])])
})
