import { database } from '../db/database.ts'
import type { RunRecord } from '../db/schema.ts'

const MINUTE_MS = 60_000

const midnightBefore = (now: number): number => {
  const day = new Date(now)
  day.setHours(0, 0, 0, 0)
  return day.getTime()
}

/** Minutes that these runs have computed, all rounds together. */
export const minutesOf = (runs: readonly RunRecord[]): number =>
  runs.reduce((sum, { progress }) => sum + progress.trainMs, 0) / MINUTE_MS

/**
 * Minutes of training since local midnight, all tasks together. A run over midnight counts with all it may have computed
 * since: a limit is met rather too early than too late.
 */
export const minutesToday = async (now = Date.now()): Promise<number> => {
  const midnight = midnightBefore(now)
  const runs = await (await database()).getAll('runs')
  const trainedMs = runs
    .filter(({ updatedAt }) => updatedAt >= midnight)
    .reduce((sum, { progress }) => sum + Math.min(progress.trainMs, now - midnight), 0)
  return trainedMs / MINUTE_MS
}
