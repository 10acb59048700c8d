import { outputLoss } from './outputLoss.ts'

/**
 * Binary cross-entropy of outputs x before their sigmoid and targets z from 0 to 1, in nats:
 * max(x, 0) - x z + log(1 + exp(-|x|)), which no x overflows; its slope is sigmoid(x) - z.
 */
export const binaryCrossEntropy = outputLoss(
  'BinaryCrossEntropyWithLogits',
  [],
  ({ emit, inputNames }) => {
    const [x, z] = inputNames as [string, string]
    const linear = emit.node('Sub', [emit.node('Relu', [x]), emit.node('Mul', [x, z])])
    const decay = emit.node('Exp', [emit.node('Neg', [emit.node('Abs', [x])])])
    return emit.node('Add', [linear, emit.node('Log', [emit.node('Add', [decay, emit.scalar(1)])])])
  },
  ({ emit, inputNames }) => {
    const [x, z] = inputNames as [string, string]
    return emit.node('Sub', [emit.node('Sigmoid', [x]), z])
  },
)
