import type { LossOperator } from '../losses/loss.ts'
import type { OperatorName } from '../operators/registry.ts'
import { absOracle } from './operators/abs.ts'
import { addOracle } from './operators/add.ts'
import { averagePoolOracle } from './operators/averagePool.ts'
import { castOracle } from './operators/cast.ts'
import { clipOracle } from './operators/clip.ts'
import { concatOracle } from './operators/concat.ts'
import { constantOracle } from './operators/constant.ts'
import { convOracle } from './operators/conv.ts'
import { divOracle } from './operators/div.ts'
import { erfOracle } from './operators/erf.ts'
import { expOracle } from './operators/exp.ts'
import { expandOracle } from './operators/expand.ts'
import { flattenOracle } from './operators/flatten.ts'
import { gatherOracle } from './operators/gather.ts'
import { geluOracle } from './operators/gelu.ts'
import { gemmOracle } from './operators/gemm.ts'
import { globalAveragePoolOracle } from './operators/globalAveragePool.ts'
import { greaterOracle } from './operators/greater.ts'
import { identityOracle } from './operators/identity.ts'
import { layerNormalizationOracle } from './operators/layerNormalization.ts'
import { leakyReluOracle } from './operators/leakyRelu.ts'
import { lessOracle } from './operators/less.ts'
import { logOracle } from './operators/log.ts'
import { logSoftmaxOracle } from './operators/logSoftmax.ts'
import { matMulOracle } from './operators/matMul.ts'
import { maxPoolOracle } from './operators/maxPool.ts'
import { mulOracle } from './operators/mul.ts'
import { negOracle } from './operators/neg.ts'
import { powOracle } from './operators/pow.ts'
import { reduceMaxOracle } from './operators/reduceMax.ts'
import { reduceMeanOracle } from './operators/reduceMean.ts'
import { reduceSumOracle } from './operators/reduceSum.ts'
import { reluOracle } from './operators/relu.ts'
import { reshapeOracle } from './operators/reshape.ts'
import { sigmoidOracle } from './operators/sigmoid.ts'
import { sliceOracle } from './operators/slice.ts'
import { softmaxOracle } from './operators/softmax.ts'
import { sqrtOracle } from './operators/sqrt.ts'
import { squeezeOracle } from './operators/squeeze.ts'
import { subOracle } from './operators/sub.ts'
import { tanhOracle } from './operators/tanh.ts'
import { transposeOracle } from './operators/transpose.ts'
import { unsqueezeOracle } from './operators/unsqueeze.ts'
import { whereOracle } from './operators/where.ts'
import type { OperatorOracle } from './oracle.ts'

/** For every operator but the losses, of which one ends each graph. */
export const ORACLES: Readonly<Record<Exclude<OperatorName, LossOperator>, OperatorOracle>> = {
  Abs: absOracle,
  Add: addOracle,
  AveragePool: averagePoolOracle,
  Cast: castOracle,
  Clip: clipOracle,
  Concat: concatOracle,
  Constant: constantOracle,
  Conv: convOracle,
  Div: divOracle,
  Erf: erfOracle,
  Exp: expOracle,
  Expand: expandOracle,
  Flatten: flattenOracle,
  Gather: gatherOracle,
  Gelu: geluOracle,
  Gemm: gemmOracle,
  GlobalAveragePool: globalAveragePoolOracle,
  Greater: greaterOracle,
  Identity: identityOracle,
  LayerNormalization: layerNormalizationOracle,
  LeakyRelu: leakyReluOracle,
  Less: lessOracle,
  Log: logOracle,
  LogSoftmax: logSoftmaxOracle,
  MatMul: matMulOracle,
  MaxPool: maxPoolOracle,
  Mul: mulOracle,
  Neg: negOracle,
  Pow: powOracle,
  ReduceMax: reduceMaxOracle,
  ReduceMean: reduceMeanOracle,
  ReduceSum: reduceSumOracle,
  Relu: reluOracle,
  Reshape: reshapeOracle,
  Sigmoid: sigmoidOracle,
  Slice: sliceOracle,
  Softmax: softmaxOracle,
  Sqrt: sqrtOracle,
  Squeeze: squeezeOracle,
  Sub: subOracle,
  Tanh: tanhOracle,
  Transpose: transposeOracle,
  Unsqueeze: unsqueezeOracle,
  Where: whereOracle,
}
