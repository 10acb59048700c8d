import type { ActivityEntry } from '../activity/log.ts'
import { logPerHour, type PerHour, summariseHour } from '../activity/perHour.ts'
import type { Stores, WriteTransaction } from '../db/database.ts'

/** Refusals that nobody was asked for. */
const REFUSALS: PerHour = {
  key: 'quietRefusals',
  oneByOne: 1,
  kind: 'refused',
  says: (who, times) =>
    `${who ?? 'Further sites'} ${who ? 'was' : 'were'} refused unasked ${times} within an hour.`,
}

/** Requests that the person is asked about, or that a rule allows: a page that reloads can send them without end. */
const REQUESTS: PerHour = {
  key: 'shownRequests',
  oneByOne: 10,
  kind: 'request',
  says: (who, times) => `${who ?? 'Further sites'} asked to use data ${times} within an hour.`,
}

type Logging<Names extends Stores> = 'state' | 'activity' extends Names[number]
  ? WriteTransaction<Names>
  : never

/** Logs a refusal that nobody was asked for: one of each origin in an hour, and how many more there were. */
export const logQuietRefusal = <Names extends Stores>(
  transaction: Logging<Names>,
  origin: string,
  entries: readonly ActivityEntry[],
  now: number,
): Promise<void> => logPerHour(transaction, REFUSALS, origin, entries, now)

/** Logs a request that waits for the person: ten of each origin in an hour. Its decision is logged in any case. */
export const logShownRequest = <Names extends Stores>(
  transaction: Logging<Names>,
  origin: string,
  entry: ActivityEntry,
  now: number,
): Promise<void> => logPerHour(transaction, REQUESTS, origin, [entry], now)

/** Writes what hours that are over held, also where nothing follows them. */
export const summariseQuietRefusals = async (now: number): Promise<void> => {
  await summariseHour(REFUSALS, now)
  await summariseHour(REQUESTS, now)
}
