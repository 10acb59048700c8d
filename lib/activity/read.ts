import { type Database, database } from '../db/database.ts'
import type { ActivityRecord } from '../db/schema.ts'

/** Entries read at a time: few enough to hold, enough to be quick. A cursor would take a turn for each. */
const BATCH = 500

/** The log in order, in batches, however long it is: from its beginning, or after `after`. */
export async function* readForwards(
  after = Number.NEGATIVE_INFINITY,
): AsyncGenerator<readonly ActivityRecord[]> {
  const db = await database()
  for (let last = after; ; ) {
    const batch = await db.getAll('activity', IDBKeyRange.lowerBound(last, true), BATCH)
    if (batch.length === 0) return
    yield batch
    last = batch.at(-1)?.seq ?? Number.POSITIVE_INFINITY
  }
}

/** The number of the newest entry; 0 where there is none. */
export const lastSeq = async (db: Database): Promise<number> =>
  (await db.transaction('activity').store.openKeyCursor(null, 'prev'))?.key ?? 0

/** The log from its end, newest first, in batches: entries before `before`, or all. */
export async function* readBackwards(before?: number): AsyncGenerator<readonly ActivityRecord[]> {
  const db = await database()
  for (let top = before === undefined ? await lastSeq(db) : before - 1; top > 0; top -= BATCH)
    yield (await db.getAll('activity', IDBKeyRange.bound(top - BATCH + 1, top))).reverse()
}
