import type { UpdateContext } from './optimizer.ts'

/** Emits the gradient of the loss plus weightDecay / 2 * |p|^2. Without decay nothing is emitted. */
export const withWeightDecay = (
  { emit, parameter, gradient }: UpdateContext,
  weightDecay: number | undefined,
): string =>
  weightDecay === undefined || weightDecay === 0
    ? gradient
    : emit.node('Add', [gradient, emit.node('Mul', [parameter, emit.scalar(weightDecay)])])
