import { type OutputLossContext, outputLoss } from './outputLoss.ts'

const difference = ({ emit, inputNames }: OutputLossContext): string => emit.node('Sub', inputNames)

/** The squared difference d of outputs and targets, without a half; its slope is 2 d. */
export const meanSquaredError = outputLoss(
  'MeanSquaredError',
  [],
  (context) => {
    const d = difference(context)
    return context.emit.node('Mul', [d, d])
  },
  (context) => {
    const { emit } = context
    return emit.node('Mul', [difference(context), emit.scalar(2)])
  },
)
