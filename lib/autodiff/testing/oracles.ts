import type { OperatorName } from '../operators/registry.ts'
import { addOracle } from './operators/add.ts'
import { gemmOracle } from './operators/gemm.ts'
import { matMulOracle } from './operators/matMul.ts'
import { reluOracle } from './operators/relu.ts'
import { reshapeOracle } from './operators/reshape.ts'
import type { OperatorOracle } from './oracle.ts'

/** For every operator but the loss, which ends each graph. */
export const ORACLES: Readonly<Record<Exclude<OperatorName, 'SoftmaxCrossEntropyLoss'>, OperatorOracle>> = {
  Add: addOracle,
  Gemm: gemmOracle,
  MatMul: matMulOracle,
  Relu: reluOracle,
  Reshape: reshapeOracle,
}
