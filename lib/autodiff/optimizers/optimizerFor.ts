import { type AdamTerms, adam } from './adam.ts'
import { type AdamWTerms, adamW } from './adamW.ts'
import { type MomentumTerms, momentum } from './momentum.ts'
import type { Optimizer } from './optimizer.ts'
import { type SgdTerms, sgd } from './sgd.ts'

export type OptimizerTerms = SgdTerms | MomentumTerms | AdamTerms | AdamWTerms

export const optimizerFor = (terms: OptimizerTerms): Optimizer => {
  switch (terms.kind) {
    case 'sgd':
      return sgd(terms)
    case 'momentum':
      return momentum(terms)
    case 'adam':
      return adam(terms)
    case 'adamw':
      return adamW(terms)
  }
}
