import { database, type Stores, type WriteTransaction, write } from '../db/database.ts'
import type { HourlyCount } from '../db/schema.ts'
import { type ActivityEntry, appendActivity } from './log.ts'

const HOUR_MS = 3_600_000
/** Sites named one by one in an hour. A page can come under any number of origins. */
const MAX_NAMED = 60

/** Something that pages make happen as often as they like. */
export interface PerHour {
  /** Where the hour's count is kept. */
  readonly key: 'quietRefusals' | 'shownRequests'
  /** So many of each site in an hour are logged one by one. */
  readonly oneByOne: number
  readonly kind: ActivityEntry['kind']
  /** `who` is a site, or undefined for all that were too many to name. */
  readonly says: (who: string | undefined, times: string) => string
}

type Counting = WriteTransaction<['state', 'activity']>

const isCurrent = ({ since }: HourlyCount, now: number): boolean => since <= now && now < since + HOUR_MS

const timesOf = (count: number): string => (count === 1 ? 'once more' : `${count} more times`)

/** What the hour held beyond its first entries, in at most one line for each site that was named, and one for the rest. */
const summarise = async (
  transaction: Counting,
  { kind, says }: PerHour,
  { since, more, others }: HourlyCount,
): Promise<void> => {
  for (const [origin, count] of Object.entries(more))
    if (count > 0)
      await appendActivity(transaction, {
        kind,
        text: says(origin, timesOf(count)),
        data: { origin, times: count, since },
      })
  if (others > 0)
    await appendActivity(transaction, {
      kind,
      text: says(undefined, timesOf(others)),
      data: { times: others, since },
    })
}

/**
 * Logs the first of each site in an hour, and how many more there were when the hour is over. The log only ever grows, so a
 * page must not be able to make it grow at its own pace.
 */
export const logPerHour = async <Names extends Stores>(
  given: 'state' | 'activity' extends Names[number] ? WriteTransaction<Names> : never,
  what: PerHour,
  origin: string,
  entries: readonly ActivityEntry[],
  now: number,
): Promise<void> => {
  const transaction = given as unknown as Counting
  const state = transaction.objectStore('state')
  const stored = (await state.get(what.key)) as HourlyCount | undefined
  const isOver = stored !== undefined && !isCurrent(stored, now)
  if (isOver) await summarise(transaction, what, stored)
  const count = stored === undefined || isOver ? { since: now, more: {}, others: 0 } : stored
  const before = count.more[origin]
  if (before === undefined && Object.keys(count.more).length >= MAX_NAMED) {
    await state.put({ ...count, others: count.others + 1 }, what.key)
    return
  }
  // Below zero while there is still room for entries of their own.
  const more = (before ?? -what.oneByOne) + 1
  if (more <= 0) for (const entry of entries) await appendActivity(transaction, entry)
  await state.put({ ...count, more: { ...count.more, [origin]: more } }, what.key)
}

/** Writes what an hour that is over held, also where nothing follows it. */
export const summariseHour = async (what: PerHour, now: number): Promise<void> => {
  const isOver = (count: HourlyCount | undefined): count is HourlyCount =>
    count !== undefined && !isCurrent(count, now)
  if (!isOver((await (await database()).get('state', what.key)) as HourlyCount | undefined)) return
  await write(['state', 'activity'], async (transaction) => {
    const state = transaction.objectStore('state')
    const count = (await state.get(what.key)) as HourlyCount | undefined
    if (!isOver(count)) return
    await summarise(transaction, what, count)
    await state.delete(what.key)
  })
}
