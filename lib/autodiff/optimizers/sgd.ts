import type { Optimizer } from './optimizer.ts'
import { withWeightDecay } from './weightDecay.ts'

export interface SgdTerms {
  readonly kind: 'sgd'
  /** Above 0. */
  readonly learningRate: number
  /** L2, added to the gradient; 0 where absent. */
  readonly weightDecay?: number | undefined
}

/** Stochastic gradient descent: p - learningRate * g. */
export const sgd = ({ learningRate, weightDecay }: SgdTerms): Optimizer => ({
  state: [],
  rates: ['learningRate'],
  ratesAt: () => [learningRate],
  update: (context) => {
    const { emit, parameter, rates } = context
    const step = emit.node('Mul', [withWeightDecay(context, weightDecay), rates[0]!])
    return { next: emit.node('Sub', [parameter, step]), state: [] }
  },
})
