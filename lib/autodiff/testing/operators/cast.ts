import { numpy as np } from '@jax-js/jax'
import type { OperatorOracle } from '../oracle.ts'

export const castOracle: OperatorOracle = {
  evaluate: (_, [x]) => x!,
  jax: (_, [x]) => np.astype(x!, np.float32),
  // In the case of Greater, of a comparison and of a float32.
  cases: [],
}
