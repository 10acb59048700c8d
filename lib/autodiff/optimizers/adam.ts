import type { Adam } from '../../protocol/task.ts'
import { emitMoments, MOMENT_RATES, MOMENTS, momentRatesAt } from './moments.ts'
import type { Optimizer } from './optimizer.ts'
import { withWeightDecay } from './weightDecay.ts'

/** Adam (Kingma and Ba 2015, arXiv:1412.6980, algorithm 1), with bias correction. */
export const adam = (terms: Adam): Optimizer => ({
  state: MOMENTS,
  rates: MOMENT_RATES,
  ratesAt: (step) => momentRatesAt(terms, step),
  update: (context) => {
    const { step, state } = emitMoments(context, withWeightDecay(context, terms.weightDecay), terms)
    return { next: context.emit.node('Sub', [context.parameter, step]), state }
  },
})
