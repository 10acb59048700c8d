import { database } from '../../lib/db/database.ts'
import { setBadge } from '../../lib/platform/badge.ts'

/** Shows what waits for the person, or that something trains. */
export const showBadge = async (): Promise<void> => {
  const db = await database()
  const [waiting, training] = await Promise.all([
    db.countFromIndex('requests', 'state', 'pending'),
    db.countFromIndex('runs', 'phase', 'training'),
  ])
  await setBadge(waiting, training > 0)
}
