import type { OperatorName } from '../operators/registry.ts'
import { addOracle } from './operators/add.ts'
import { gemmOracle } from './operators/gemm.ts'
import { layerNormalizationOracle } from './operators/layerNormalization.ts'
import { logSoftmaxOracle } from './operators/logSoftmax.ts'
import { matMulOracle } from './operators/matMul.ts'
import { reduceMaxOracle } from './operators/reduceMax.ts'
import { reduceMeanOracle } from './operators/reduceMean.ts'
import { reduceSumOracle } from './operators/reduceSum.ts'
import { reluOracle } from './operators/relu.ts'
import { reshapeOracle } from './operators/reshape.ts'
import { softmaxOracle } from './operators/softmax.ts'
import { squeezeOracle } from './operators/squeeze.ts'
import { transposeOracle } from './operators/transpose.ts'
import { unsqueezeOracle } from './operators/unsqueeze.ts'
import type { OperatorOracle } from './oracle.ts'

/** For every operator but the loss, which ends each graph. */
export const ORACLES: Readonly<Record<Exclude<OperatorName, 'SoftmaxCrossEntropyLoss'>, OperatorOracle>> = {
  Add: addOracle,
  Gemm: gemmOracle,
  LayerNormalization: layerNormalizationOracle,
  LogSoftmax: logSoftmaxOracle,
  MatMul: matMulOracle,
  ReduceMax: reduceMaxOracle,
  ReduceMean: reduceMeanOracle,
  ReduceSum: reduceSumOracle,
  Relu: reluOracle,
  Reshape: reshapeOracle,
  Softmax: softmaxOracle,
  Squeeze: squeezeOracle,
  Transpose: transposeOracle,
  Unsqueeze: unsqueezeOracle,
}
