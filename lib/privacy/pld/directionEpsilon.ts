import type { PrivacyEvent } from '../events.ts'
import { rdpEpsilon } from '../rdp.ts'
import { composedEpsilon } from './compose.ts'
import type { Estimate } from './discreteLoss.ts'
import { discretise } from './grid.ts'
import { type Direction, subsampledGaussian } from './mechanism.ts'
import { bestOrder } from './tilt.ts'

/** Part of delta that goes to the tails that are cut off. */
const CUT = 1e-7
/** With less noise than that a step is no longer smooth on any grid. */
const LEAST_NOISE = 0.02

/**
 * Upper or lower bound of epsilon of all `events`, each costly, for neighbours that differ in one `direction`. The bound holds
 * whatever the `tolerance`; it says how far from epsilon the bound may be, relative to it.
 */
export const directionEpsilon = (
  events: readonly PrivacyEvent[],
  delta: number,
  direction: Direction,
  estimate: Estimate,
  tolerance: number,
): number => {
  if (events.some((event) => event.noiseMultiplier < LEAST_NOISE))
    return estimate === 'pessimistic' ? rdpEpsilon(events, delta) : 0
  const steps = events.reduce((sum, event) => sum + event.steps, 0)
  const tail = (CUT * delta) / steps
  const kinds = events.map(({ samplingRate, noiseMultiplier, steps: times }) => ({
    mechanism: subsampledGaussian(samplingRate, noiseMultiplier, direction, Math.log(tail)),
    times,
  }))
  const parts = discretise(kinds, delta, tail, estimate, tolerance)
  return composedEpsilon(parts, bestOrder(parts, delta), delta, estimate)
}
