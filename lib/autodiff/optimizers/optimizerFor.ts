import type { OptimizerTerms } from '../../protocol/task.ts'
import { adam } from './adam.ts'
import { adamW } from './adamW.ts'
import { momentum } from './momentum.ts'
import type { Optimizer } from './optimizer.ts'
import { sgd } from './sgd.ts'

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
