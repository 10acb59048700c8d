import type { OperatorName } from '../operators/registry.ts'
import { addOracle } from './operators/add.ts'
import { averagePoolOracle } from './operators/averagePool.ts'
import { convOracle } from './operators/conv.ts'
import { flattenOracle } from './operators/flatten.ts'
import { gemmOracle } from './operators/gemm.ts'
import { globalAveragePoolOracle } from './operators/globalAveragePool.ts'
import { matMulOracle } from './operators/matMul.ts'
import { maxPoolOracle } from './operators/maxPool.ts'
import { reluOracle } from './operators/relu.ts'
import { reshapeOracle } from './operators/reshape.ts'
import type { OperatorOracle } from './oracle.ts'

/** For every operator but the loss, which ends each graph. */
export const ORACLES: Readonly<Record<Exclude<OperatorName, 'SoftmaxCrossEntropyLoss'>, OperatorOracle>> = {
  Add: addOracle,
  AveragePool: averagePoolOracle,
  Conv: convOracle,
  Flatten: flattenOracle,
  Gemm: gemmOracle,
  GlobalAveragePool: globalAveragePoolOracle,
  MatMul: matMulOracle,
  MaxPool: maxPoolOracle,
  Relu: reluOracle,
  Reshape: reshapeOracle,
}
