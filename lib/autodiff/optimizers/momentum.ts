import type { Momentum } from '../../protocol/task.ts'
import type { Optimizer } from './optimizer.ts'
import { withWeightDecay } from './weightDecay.ts'

/**
 * Gradient descent with momentum (Polyak 1964): v' = momentum * v + g and p - learningRate * v', or
 * p - learningRate * (g + momentum * v') with `nesterov` (Sutskever et al. 2013). As in PyTorch, the learning rate is not in v.
 */
export const momentum = (terms: Momentum): Optimizer => ({
  state: ['velocity'],
  rates: ['learningRate'],
  ratesAt: () => [terms.learningRate],
  update: (context) => {
    const { emit, parameter, state, rates } = context
    const gradient = withWeightDecay(context, terms.weightDecay)
    const kept = (velocity: string) => emit.node('Mul', [velocity, emit.scalar(terms.momentum)])
    const velocity = emit.node('Add', [kept(state[0]!), gradient])
    const direction = terms.nesterov === true ? emit.node('Add', [gradient, kept(velocity)]) : velocity
    const step = emit.node('Mul', [direction, rates[0]!])
    return { next: emit.node('Sub', [parameter, step]), state: [velocity] }
  },
})
