import { fixedSequence, normalFrom } from '../../autodiff/testing/random.ts'
import { honestWeights, partsOf } from './imprint.ts'
import { PIXELS } from './pictures.ts'

const shuffled = (count: number, uniform: () => number): readonly number[] => {
  const order = Array.from({ length: count }, (_, index) => index)
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(uniform() * (last + 1))
    ;[order[last], order[other]] = [order[other]!, order[last]!]
  }
  return order
}

/**
 * "When the Curious Abandon Honesty" (Boenisch et al. 2023, arXiv:2112.02918, algorithm 1): half of each row, at random places,
 * is negative and normal; the other half has the same magnitudes times `scale`, below 1. `hidden`: magnitudes drawn anew for the
 * positive half, which is what an attacker does who knows `trapRows`.
 */
export const trapWeights = (
  width: number,
  { scale, hidden = false }: { readonly scale: number; readonly hidden?: boolean },
): Float32Array<ArrayBuffer> => {
  const flat = honestWeights(width, 6)
  const { first } = partsOf(flat, width)
  const uniform = fixedSequence(7)
  const normal = normalFrom(uniform)
  const half = PIXELS / 2
  for (let neuron = 0; neuron < width; neuron++) {
    const order = shuffled(PIXELS, uniform)
    for (let index = 0; index < half; index++) {
      const magnitude = Math.abs(normal()) * Math.sqrt(2 / PIXELS)
      const other = hidden ? Math.abs(normal()) * Math.sqrt(2 / PIXELS) : magnitude
      first[order[index]! * width + neuron] = -magnitude
      first[order[half + index]! * width + neuron] = scale * other
    }
  }
  return flat
}
