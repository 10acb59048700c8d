import { type ActivityEntry, appendActivity } from '../activity/log.ts'
import { database, type Stores, type WriteTransaction, write } from '../db/database.ts'
import type { QuietRefusals } from '../db/schema.ts'

const HOUR_MS = 3_600_000
/** Sites named one by one in an hour. A page can come under any number of origins. */
const MAX_NAMED = 60
const KEY = 'quietRefusals'

type Quiet = WriteTransaction<['state', 'activity']>

const isCurrent = (quiet: QuietRefusals, now: number): boolean =>
  quiet.since <= now && now < quiet.since + HOUR_MS

const times = (count: number): string => (count === 1 ? 'once more' : `${count} more times`)

/** What the hour held beyond its first entries, in at most one line for each site that was named, and one for the rest. */
const summarise = async (transaction: Quiet, { since, more, others }: QuietRefusals): Promise<void> => {
  for (const [origin, count] of Object.entries(more))
    if (count > 0)
      await appendActivity(transaction, {
        kind: 'refused',
        text: `${origin} was refused unasked ${times(count)} within an hour.`,
        data: { origin, times: count, since },
      })
  if (others > 0)
    await appendActivity(transaction, {
      kind: 'refused',
      text: `Further sites were refused unasked ${times(others)} within an hour.`,
      data: { times: others, since },
    })
}

/**
 * Logs a refusal that nobody was asked for: one of each origin in an hour, and how many more there were when the hour is
 * over. The log only ever grows, so a page must not be able to make it grow at its own pace.
 */
export const logQuietRefusal = async <Names extends Stores>(
  given: 'state' | 'activity' extends Names[number] ? WriteTransaction<Names> : never,
  origin: string,
  entries: readonly ActivityEntry[],
  now: number,
): Promise<void> => {
  const transaction = given as unknown as Quiet
  const state = transaction.objectStore('state')
  const stored = (await state.get(KEY)) as QuietRefusals | undefined
  const isOver = stored !== undefined && !isCurrent(stored, now)
  if (isOver) await summarise(transaction, stored)
  const quiet = stored === undefined || isOver ? { since: now, more: {}, others: 0 } : stored
  const before = quiet.more[origin]
  if (before === undefined && Object.keys(quiet.more).length >= MAX_NAMED) {
    await state.put({ ...quiet, others: quiet.others + 1 }, KEY)
    return
  }
  if (before === undefined) for (const entry of entries) await appendActivity(transaction, entry)
  await state.put({ ...quiet, more: { ...quiet.more, [origin]: before === undefined ? 0 : before + 1 } }, KEY)
}

/** Writes what an hour that is over held, also where no refusal follows. */
export const summariseQuietRefusals = async (now: number): Promise<void> => {
  const isOver = (quiet: QuietRefusals | undefined): quiet is QuietRefusals =>
    quiet !== undefined && !isCurrent(quiet, now)
  const stored = (await (await database()).get('state', KEY)) as QuietRefusals | undefined
  if (!isOver(stored)) return
  await write(['state', 'activity'], async (transaction) => {
    const state = transaction.objectStore('state')
    const quiet = (await state.get(KEY)) as QuietRefusals | undefined
    if (!isOver(quiet)) return
    await summarise(transaction, quiet)
    await state.delete(KEY)
  })
}
