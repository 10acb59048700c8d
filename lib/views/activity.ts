import { database } from '../db/database.ts'
import type { ActivityRecord } from '../db/schema.ts'
import { view } from './view.ts'

export { verifyLog } from '../activity/log.ts'

export const ENTRIES_PER_PAGE = 100

export interface ActivityView {
  /** Newest first. */
  readonly entries: readonly ActivityRecord[]
  readonly count: number
}

/** The newest `limit` entries of the log. Reads no more than it shows, however long the log. */
export const activityView = view(
  ['activity'],
  async (limit: number = ENTRIES_PER_PAGE): Promise<ActivityView> => {
    const db = await database()
    const store = db.transaction('activity').store
    const count = await store.count()
    const entries: ActivityRecord[] = []
    let cursor = await store.openCursor(null, 'prev')
    while (cursor !== null && entries.length < limit) {
      entries.push(cursor.value)
      cursor = await cursor.continue()
    }
    return { entries, count }
  },
)
