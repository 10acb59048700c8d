import { emitMoments, MOMENT_RATES, MOMENTS, type MomentTerms, momentRatesAt } from './moments.ts'
import type { Optimizer } from './optimizer.ts'
import { withWeightDecay } from './weightDecay.ts'

export interface AdamTerms extends MomentTerms {
  readonly kind: 'adam'
  /** L2, added to the gradient; 0 where absent. */
  readonly weightDecay?: number | undefined
}

/** Adam (Kingma and Ba 2015, arXiv:1412.6980, algorithm 1), with bias correction. */
export const adam = (terms: AdamTerms): Optimizer => ({
  state: MOMENTS,
  rates: MOMENT_RATES,
  ratesAt: (step) => momentRatesAt(terms, step),
  update: (context) => {
    const { step, state } = emitMoments(context, withWeightDecay(context, terms.weightDecay), terms)
    return { next: context.emit.node('Sub', [context.parameter, step]), state }
  },
})
