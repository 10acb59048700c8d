import { costlyEvents } from './accountantInput.ts'
import type { PrivacyEvent } from './events.ts'
import { deltaForExactNoise } from './noise/exactDelta.ts'
import { directionEpsilon } from './pld/directionEpsilon.ts'
import type { Estimate } from './pld/discreteLoss.ts'

/** Steps of equal events are added up, and the sum is in one order: how a history was written down changes nothing. */
const merged = (events: readonly PrivacyEvent[]): readonly PrivacyEvent[] => {
  const byKind = new Map<string, PrivacyEvent>()
  for (const event of events) {
    const key = `${event.samplingRate}:${event.noiseMultiplier}`
    const steps = event.steps + (byKind.get(key)?.steps ?? 0)
    byKind.set(key, { ...event, steps })
  }
  return [...byKind.values()].sort(
    (a, b) => a.noiseMultiplier - b.noiseMultiplier || a.samplingRate - b.samplingRate,
  )
}

/** Relative to epsilon. */
const FINE = 1.5e-4
const ROUGH = 1e-2

/**
 * Epsilon such that all `events` together are (epsilon, `delta`)-differentially private, neighbours differing by one record
 * added or removed, from the distribution of the privacy loss itself (Koskela, Jalko, Honkela 2020): the larger of both
 * directions. `pessimistic`, the default, is an upper bound and safe to promise; it pays for noise not being exact.
 * `optimistic` is a lower bound: no accountant can do better, were the noise exact. Both hold in float64, errors included.
 * They are less than one part in a thousand apart for sampling rates of 0.004 and more; for smaller ones the lower
 * bound may fall behind, for noise below 0.02 and for more steps than some 10^8 both do, and stay true.
 * Nothing happened: 0. An event without noise: Infinity.
 * Throws `privacy/bad-event` or `privacy/bad-delta` for numbers out of range.
 */
export const pldEpsilon = (
  events: readonly PrivacyEvent[],
  delta: number,
  { estimate = 'pessimistic' }: { readonly estimate?: Estimate } = {},
): number => {
  const costly = costlyEvents(events, delta)
  if (costly === undefined || costly.some((event) => event.noiseMultiplier === 0)) return Infinity
  const kinds = merged(costly)
  if (kinds.length === 0) return 0
  const exact = estimate === 'pessimistic' ? deltaForExactNoise(delta) : delta
  const removed = directionEpsilon(kinds, exact, 'remove', estimate, FINE)
  // Adding a record mostly tells less: then a rough upper bound shows that it does not count.
  if (directionEpsilon(kinds, exact, 'add', 'pessimistic', ROUGH) <= removed) return removed
  return Math.max(removed, directionEpsilon(kinds, exact, 'add', estimate, FINE))
}
