import type { ThrottleRecord } from '../db/schema.ts'

/** Refusals belong together where each is told at most this long after the one before. */
const TOGETHER_MS = 30_000
const REFUSALS = 3
const PAUSE_MS = 60_000
/** At most three requests of an origin wait at a time, so that no more than three refusals lie ahead. */
const TIMES_KEPT = 6

/** When the third of refusals that belong together is told, each time that happens. */
const pauseStarts = (times: readonly number[]): readonly number[] =>
  times.filter(
    (_, index) =>
      index >= REFUSALS - 1 &&
      times
        .slice(index - REFUSALS + 2, index + 1)
        .every((at, step) => at - times[index - REFUSALS + 1 + step]! <= TOGETHER_MS),
  )

/**
 * The record of an origin after one more refusal. `at` is when the page hears of it, which lies ahead for refusals that
 * nobody was asked for: a pause that began earlier would tell a page that no person refused it.
 */
export const withRefusal = (
  record: ThrottleRecord | undefined,
  origin: string,
  at: number,
): ThrottleRecord => {
  const refusedAt = [...(record?.refusedAt ?? []), at].sort((a, b) => a - b).slice(-TIMES_KEPT)
  const last = pauseStarts(refusedAt).at(-1)
  return { origin, refusedAt, ...(last === undefined ? {} : { pausedUntil: last + PAUSE_MS }) }
}

export const isPaused = (record: ThrottleRecord | undefined, now: number): boolean =>
  pauseStarts(record?.refusedAt ?? []).some((start) => start <= now && now < start + PAUSE_MS)

/** Nothing in it counts any more; also where the clock was set back and its times make no sense. */
export const isSpent = ({ refusedAt }: ThrottleRecord, now: number): boolean => {
  const last = refusedAt.at(-1)
  return last === undefined || last + PAUSE_MS <= now || last > now + PAUSE_MS
}
