import { add } from './add.ts'
import { gemm } from './gemm.ts'
import { matMul } from './matMul.ts'
import type { Operator } from './operator.ts'
import { relu } from './relu.ts'
import { reshape } from './reshape.ts'
import { softmaxCrossEntropy } from './softmaxCrossEntropy.ts'

/** The allowlist: a forward graph is made of these and nothing else. */
export const OPERATORS = {
  Add: add,
  Gemm: gemm,
  MatMul: matMul,
  Relu: relu,
  Reshape: reshape,
  SoftmaxCrossEntropyLoss: softmaxCrossEntropy,
} as const satisfies Readonly<Record<string, Operator>>

export type OperatorName = keyof typeof OPERATORS
