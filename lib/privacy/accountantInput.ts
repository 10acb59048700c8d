import { ProvisoError } from '../protocol/errors.ts'
import type { PrivacyEvent } from './events.ts'

const check = (event: PrivacyEvent): void => {
  const { noiseMultiplier: sigma, samplingRate: q, steps } = event
  const sound =
    sigma >= 0 && Number.isFinite(sigma) && q >= 0 && q <= 1 && steps >= 0 && Number.isFinite(steps)
  if (!sound)
    throw new ProvisoError('privacy/bad-event', 'A privacy event is out of range.', {
      details: `Noise multiplier ${sigma}, sampling rate ${q}, steps ${steps}.`,
    })
}

/**
 * The events that cost something, steps counted as whole ones; undefined where an event has no noise at all.
 * Throws `privacy/bad-event` or `privacy/bad-delta` (outside 0 to 1) for numbers out of range.
 */
export const costlyEvents = (
  events: readonly PrivacyEvent[],
  delta: number,
): readonly PrivacyEvent[] | undefined => {
  if (!(delta > 0 && delta < 1))
    throw new ProvisoError('privacy/bad-delta', 'Delta must be between 0 and 1.', {
      details: `It is ${delta}.`,
    })
  if (events.some((event) => event.mechanism === 'none')) return undefined
  for (const event of events) check(event)
  return events
    .map((event) => ({ ...event, steps: Math.ceil(event.steps) }))
    .filter((event) => event.steps > 0 && event.samplingRate > 0)
}
