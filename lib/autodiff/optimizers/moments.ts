import type { Adam } from '../../protocol/task.ts'
import type { UpdateContext } from './optimizer.ts'

/** What Adam and AdamW share. */
type MomentTerms = Pick<Adam, 'learningRate' | 'beta1' | 'beta2' | 'epsilon'>

/** Where none are given: those of Kingma and Ba 2015, and of PyTorch. */
const BETA1 = 0.9
const BETA2 = 0.999
const EPSILON = 1e-8

export const MOMENTS = ['mean', 'square'] as const
export const MOMENT_RATES = ['stepSize', 'squareScale'] as const

/** learningRate / (1 - beta1^step) and 1 / sqrt(1 - beta2^step): both averages start at 0, and this takes that out again. */
export const momentRatesAt = (
  { learningRate, beta1 = BETA1, beta2 = BETA2 }: MomentTerms,
  step: number,
): readonly number[] => [learningRate / (1 - beta1 ** step), 1 / Math.sqrt(1 - beta2 ** step)]

/** Emits the exponential averages of the gradient and of its square, and how far the parameter moves down. */
export const emitMoments = (
  { emit, state, rates }: UpdateContext,
  gradient: string,
  { beta1 = BETA1, beta2 = BETA2, epsilon = EPSILON }: MomentTerms,
): { readonly step: string; readonly state: readonly string[] } => {
  const [mean, square] = state as readonly [string, string]
  const [stepSize, squareScale] = rates as readonly [string, string]
  const average = (known: string, own: string, beta: number) =>
    emit.node('Add', [
      emit.node('Mul', [known, emit.scalar(beta)]),
      emit.node('Mul', [own, emit.scalar(1 - beta)]),
    ])
  const nextMean = average(mean, gradient, beta1)
  const nextSquare = average(square, emit.node('Mul', [gradient, gradient]), beta2)
  const root = emit.node('Mul', [emit.node('Sqrt', [nextSquare]), squareScale])
  const direction = emit.node('Div', [nextMean, emit.node('Add', [root, emit.scalar(epsilon)])])
  return { step: emit.node('Mul', [direction, stepSize]), state: [nextMean, nextSquare] }
}
