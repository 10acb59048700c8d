import type { Optimizer } from '../autodiff/optimizers/optimizer.ts'
import type { Runtime } from './runtime.ts'
import type { Tensors } from './sessions.ts'

/** The scalars that an optimizer's graph takes at a step, counted from 1. */
export const rateFeeds = ({ Tensor }: Runtime, { rates, ratesAt }: Optimizer, step: number): Tensors => {
  const values = ratesAt(step)
  return Object.fromEntries(rates.map((rate, index) => [rate, new Tensor('float32', [values[index]!], [])]))
}
