import { abs } from './abs.ts'
import { add } from './add.ts'
import { averagePool } from './averagePool.ts'
import { binaryCrossEntropy } from './binaryCrossEntropy.ts'
import { cast } from './cast.ts'
import { clip } from './clip.ts'
import { concat } from './concat.ts'
import { constant } from './constant.ts'
import { conv } from './conv.ts'
import { div } from './div.ts'
import { erf } from './erf.ts'
import { exp } from './exp.ts'
import { expand } from './expand.ts'
import { flatten } from './flatten.ts'
import { gather } from './gather.ts'
import { gelu } from './gelu.ts'
import { gemm } from './gemm.ts'
import { globalAveragePool } from './globalAveragePool.ts'
import { greater } from './greater.ts'
import { huber } from './huber.ts'
import { identity } from './identity.ts'
import { layerNormalization } from './layerNormalization.ts'
import { leakyRelu } from './leakyRelu.ts'
import { less } from './less.ts'
import { log } from './log.ts'
import { logSoftmax } from './logSoftmax.ts'
import { matMul } from './matMul.ts'
import { maxPool } from './maxPool.ts'
import { meanSquaredError } from './meanSquaredError.ts'
import { mul } from './mul.ts'
import { neg } from './neg.ts'
import type { Operator } from './operator.ts'
import { pow } from './pow.ts'
import { reduceMax } from './reduceMax.ts'
import { reduceMean } from './reduceMean.ts'
import { reduceSum } from './reduceSum.ts'
import { relu } from './relu.ts'
import { reshape } from './reshape.ts'
import { sigmoid } from './sigmoid.ts'
import { slice } from './slice.ts'
import { softmax } from './softmax.ts'
import { softmaxCrossEntropy } from './softmaxCrossEntropy.ts'
import { sqrt } from './sqrt.ts'
import { squeeze } from './squeeze.ts'
import { sub } from './sub.ts'
import { tanh } from './tanh.ts'
import { transpose } from './transpose.ts'
import { unsqueeze } from './unsqueeze.ts'
import { where } from './where.ts'

/** The allowlist: a forward graph is made of these and nothing else. */
export const OPERATORS = {
  Abs: abs,
  Add: add,
  AveragePool: averagePool,
  BinaryCrossEntropyWithLogits: binaryCrossEntropy,
  Cast: cast,
  Clip: clip,
  Concat: concat,
  Constant: constant,
  Conv: conv,
  Div: div,
  Erf: erf,
  Exp: exp,
  Expand: expand,
  Flatten: flatten,
  Gather: gather,
  Gelu: gelu,
  Gemm: gemm,
  GlobalAveragePool: globalAveragePool,
  Greater: greater,
  Huber: huber,
  Identity: identity,
  LayerNormalization: layerNormalization,
  LeakyRelu: leakyRelu,
  Less: less,
  Log: log,
  LogSoftmax: logSoftmax,
  MatMul: matMul,
  MaxPool: maxPool,
  MeanSquaredError: meanSquaredError,
  Mul: mul,
  Neg: neg,
  Pow: pow,
  ReduceMax: reduceMax,
  ReduceMean: reduceMean,
  ReduceSum: reduceSum,
  Relu: relu,
  Reshape: reshape,
  Sigmoid: sigmoid,
  Slice: slice,
  Softmax: softmax,
  SoftmaxCrossEntropyLoss: softmaxCrossEntropy,
  Sqrt: sqrt,
  Squeeze: squeeze,
  Sub: sub,
  Tanh: tanh,
  Transpose: transpose,
  Unsqueeze: unsqueeze,
  Where: where,
} as const satisfies Readonly<Record<string, Operator>>

export type OperatorName = keyof typeof OPERATORS
