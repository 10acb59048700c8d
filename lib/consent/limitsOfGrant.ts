import * as v from 'valibot'
import type { GrantLimits } from '../db/schema.ts'
import { NeedsSchema } from '../policy/schema.ts'
import { ProvisoError } from '../protocol/errors.ts'
import type { TaskManifest } from '../protocol/task.ts'

/** What a person sets when they allow, or change later. Absent: as far as the task goes. */
export interface LimitsWish extends GrantLimits {
  /** Milliseconds since 1970. The task's own end where left out. */
  readonly until?: number
}

/** Far more than any task takes, and still a number that a meter can show: a year. */
export const MOST_DEVICE_MINUTES = 525_600

const count = (most: number) => v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(most))

const DeviceSchema = v.pick(NeedsSchema, ['idle', 'charging', 'hours', 'maxMinutesPerDay', 'unmetered'])

const LimitsSchema = v.strictObject({
  maxRounds: v.exactOptional(count(Number.MAX_SAFE_INTEGER)),
  maxEpsilon: v.exactOptional(v.pipe(v.number(), v.finite(), v.gtValue(0))),
  maxDeviceMinutes: v.exactOptional(count(MOST_DEVICE_MINUTES)),
  device: v.exactOptional(DeviceSchema),
  until: v.exactOptional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
})

const refuse = (details: string) =>
  new ProvisoError('grant/limits', 'These limits cannot be set.', {
    details,
    todo: 'Limits narrow what the task asks for. They cannot go beyond it.',
  })

/** Limits as far as they narrow the task: what says no more than the task itself is left out. */
const narrowing = (
  { maxRounds, maxEpsilon, maxDeviceMinutes, device }: GrantLimits,
  { schedule, privacy }: TaskManifest,
): GrantLimits => ({
  ...(maxRounds === undefined || maxRounds >= schedule.rounds ? {} : { maxRounds }),
  ...(maxEpsilon === undefined || privacy.mechanism === 'none' || maxEpsilon >= privacy.maxEpsilon
    ? {}
    : { maxEpsilon }),
  ...(maxDeviceMinutes === undefined ? {} : { maxDeviceMinutes }),
  ...(device === undefined || Object.keys(device).length === 0 ? {} : { device }),
})

/**
 * Limits as a page of ours or a rule asked for them, checked against the task: what a grant is held to, and when it ends
 * (milliseconds since 1970). Throws `grant/limits`.
 */
export const parseLimits = (
  wish: unknown,
  manifest: TaskManifest,
  now: number,
): { readonly limits?: GrantLimits; readonly expiresAt: number } => {
  const parsed = v.safeParse(LimitsSchema, wish ?? {})
  if (!parsed.success) throw refuse(v.flatten(parsed.issues).root?.[0] ?? parsed.issues[0].message)
  const { until, ...wished } = parsed.output
  const closesAt = Date.parse(manifest.schedule.closesAt)
  if (wished.maxEpsilon !== undefined && manifest.privacy.mechanism === 'none')
    throw refuse('A task that adds no noise has no epsilon to limit.')
  if (until !== undefined && until <= now) throw refuse('The end is in the past.')
  const limits = narrowing(wished, manifest)
  return {
    ...(Object.keys(limits).length === 0 ? {} : { limits }),
    expiresAt: Math.min(until ?? closesAt, closesAt),
  }
}
