import type { Emitter } from '../emitter.ts'
import { axesBut } from '../tensor.ts'

/** The name of a gradient and the number of its axes. */
interface Gradient {
  readonly name: string
  readonly rank: number
}

/**
 * Emits min(1, maxNorm / |g|) * g, where |g| is the L2 norm of all gradients together (Pascanu, Mikolov, Bengio 2013,
 * arXiv:1211.5063). This steadies training and hides no record: |g| is that of the whole batch. Where the squares overflow,
 * from a norm of 1e19 on, the step is 0.
 */
export const clipByGlobalNorm = (
  emit: Emitter,
  gradients: readonly Gradient[],
  maxNorm: number,
): readonly string[] => {
  const limit = emit.scalar(maxNorm)
  const squared = gradients
    .map(({ name, rank }) => emit.sum(emit.node('Mul', [name, name]), axesBut(rank, -1), 0))
    .reduce((sum, own) => emit.node('Add', [sum, own]))
  // C / max(|g|, C) is min(1, C / |g|) without a division by zero.
  const factor = emit.node('Div', [limit, emit.node('Max', [emit.node('Sqrt', [squared]), limit])])
  return gradients.map(({ name }) => emit.node('Mul', [name, factor]))
}
