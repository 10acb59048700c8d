import { add } from './add.ts'
import { gemm } from './gemm.ts'
import { layerNormalization } from './layerNormalization.ts'
import { logSoftmax } from './logSoftmax.ts'
import { matMul } from './matMul.ts'
import type { Operator } from './operator.ts'
import { reduceMax } from './reduceMax.ts'
import { reduceMean } from './reduceMean.ts'
import { reduceSum } from './reduceSum.ts'
import { relu } from './relu.ts'
import { reshape } from './reshape.ts'
import { softmax } from './softmax.ts'
import { softmaxCrossEntropy } from './softmaxCrossEntropy.ts'
import { squeeze } from './squeeze.ts'
import { transpose } from './transpose.ts'
import { unsqueeze } from './unsqueeze.ts'

/** The allowlist: a forward graph is made of these and nothing else. */
export const OPERATORS = {
  Add: add,
  Gemm: gemm,
  LayerNormalization: layerNormalization,
  LogSoftmax: logSoftmax,
  MatMul: matMul,
  ReduceMax: reduceMax,
  ReduceMean: reduceMean,
  ReduceSum: reduceSum,
  Relu: relu,
  Reshape: reshape,
  Softmax: softmax,
  SoftmaxCrossEntropyLoss: softmaxCrossEntropy,
  Squeeze: squeeze,
  Transpose: transpose,
  Unsqueeze: unsqueeze,
} as const satisfies Readonly<Record<string, Operator>>

export type OperatorName = keyof typeof OPERATORS
