import type { AdamW } from '../../protocol/task.ts'
import { emitMoments, MOMENT_RATES, MOMENTS, momentRatesAt } from './moments.ts'
import type { Optimizer } from './optimizer.ts'

/** Where none is given: PyTorch's. */
const WEIGHT_DECAY = 0.01

/**
 * Adam with weight decay apart from the gradient (Loshchilov and Hutter 2019, arXiv:1711.05101): a parameter loses
 * learningRate * weightDecay of itself, whatever its gradients were.
 */
export const adamW = (terms: AdamW): Optimizer => ({
  state: MOMENTS,
  rates: [...MOMENT_RATES, 'decay'],
  ratesAt: (step) => [
    ...momentRatesAt(terms, step),
    terms.learningRate * (terms.weightDecay ?? WEIGHT_DECAY),
  ],
  update: (context) => {
    const { emit, parameter, gradient, rates } = context
    const { step, state } = emitMoments(context, gradient, terms)
    const kept = emit.node('Sub', [parameter, emit.node('Mul', [parameter, rates[2]!])])
    return { next: emit.node('Sub', [kept, step]), state }
  },
})
