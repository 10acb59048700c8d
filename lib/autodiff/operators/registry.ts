import { add } from './add.ts'
import { averagePool } from './averagePool.ts'
import { conv } from './conv.ts'
import { flatten } from './flatten.ts'
import { gemm } from './gemm.ts'
import { globalAveragePool } from './globalAveragePool.ts'
import { matMul } from './matMul.ts'
import { maxPool } from './maxPool.ts'
import type { Operator } from './operator.ts'
import { relu } from './relu.ts'
import { reshape } from './reshape.ts'
import { softmaxCrossEntropy } from './softmaxCrossEntropy.ts'

/** The allowlist: a forward graph is made of these and nothing else. */
export const OPERATORS = {
  Add: add,
  AveragePool: averagePool,
  Conv: conv,
  Flatten: flatten,
  Gemm: gemm,
  GlobalAveragePool: globalAveragePool,
  MatMul: matMul,
  MaxPool: maxPool,
  Relu: relu,
  Reshape: reshape,
  SoftmaxCrossEntropyLoss: softmaxCrossEntropy,
} as const satisfies Readonly<Record<string, Operator>>

export type OperatorName = keyof typeof OPERATORS
