import { NORM_TOLERANCE } from '../aggregation/plain.ts'
import type { Finding } from './finding.ts'

/** Weights of an earlier round that the task's key signed, and what may have happened since. */
export interface Reference {
  readonly weights: Float32Array
  /** Averages taken since, at most one for each round. */
  readonly rounds: number
  /** `update.clipNorm`: every averaged update is at most as long. */
  readonly clipNorm: number
}

/** Half a unit in the last place of float32, relative. */
const ROUNDING = 2 ** -24

const norms = (weights: Float32Array, before: Float32Array) => {
  let difference = 0
  let size = 0
  for (let index = 0; index < weights.length; index++) {
    difference += (weights[index]! - before[index]!) ** 2
    size = Math.max(size, Math.abs(weights[index]!), Math.abs(before[index]!))
  }
  return { difference: Math.sqrt(difference), largest: size * Math.sqrt(weights.length) }
}

/**
 * Federated averaging adds the mean of updates (`fedAvg`), each of norm clipNorm * (1 + 1e-5) at most, so a round moves the
 * weights no further than that, and by the rounding of its sum to float32. `strength`: the distance, in what is allowed.
 */
export const jump = (weights: Float32Array, reference: Reference): readonly Finding<'jump'>[] => {
  const { difference, largest } = norms(weights, reference.weights)
  const allowed = reference.rounds * (reference.clipNorm * (1 + NORM_TOLERANCE) + largest * ROUNDING)
  if (difference <= allowed) return []
  return [
    {
      kind: 'jump',
      where: 'weights',
      strength: difference / allowed,
      sentence: `The model moved by ${difference.toPrecision(3)} since a round that was signed before; averaging could move it by ${allowed.toPrecision(3)}.`,
    },
  ]
}
