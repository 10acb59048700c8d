import type { Operator } from './operator.ts'
import { inferUnary, unaryGradient } from './unary.ts'

/** ONNX Identity. It needs no node of its own. */
export const identity: Operator = {
  name: 'Identity',
  infer: (inputs, attributes) => inferUnary('Identity', inputs, attributes),
  lower: ({ inputNames }) => inputNames[0]!,
  gradient: unaryGradient(({ gradient }) => gradient),
}
