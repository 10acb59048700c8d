import { database } from '../../lib/db/database.ts'
import { setBadge } from '../../lib/platform/badge.ts'

/** Shows what waits for the person, or that something trains. */
export const showBadge = async (): Promise<void> => {
  const db = await database()
  const [requests, calls, training] = await Promise.all([
    db.countFromIndex('requests', 'state', 'pending'),
    db.countFromIndex('walletCalls', 'state', 'pending'),
    db.countFromIndex('runs', 'phase', 'training'),
  ])
  await setBadge(requests + calls, training > 0)
}
