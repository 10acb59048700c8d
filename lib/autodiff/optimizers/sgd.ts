import type { Sgd } from '../../protocol/task.ts'
import type { Optimizer } from './optimizer.ts'
import { withWeightDecay } from './weightDecay.ts'

/** Stochastic gradient descent: p - learningRate * g. */
export const sgd = ({ learningRate, weightDecay }: Sgd): Optimizer => ({
  state: [],
  rates: ['learningRate'],
  ratesAt: () => [learningRate],
  update: (context) => {
    const { emit, parameter, rates } = context
    const step = emit.node('Mul', [withWeightDecay(context, weightDecay), rates[0]!])
    return { next: emit.node('Sub', [parameter, step]), state: [] }
  },
})
