import { database, write } from '../db/database.ts'
import type { GrantRecord, RequestRecord } from '../db/schema.ts'
import { dropExpiredAnswers } from './answers.ts'
import { endGrants } from './endGrants.ts'
import { liveGrants } from './grants.ts'
import { keepNewest } from './keep.ts'
import { dropSpentThrottles } from './limits.ts'
import { summariseQuietRefusals } from './quietRefusals.ts'

/** Requests whose page has gone are closed: nobody is left to hear the answer. */
export const dropRequests = async (hasGone: (asker: RequestRecord['asker']) => boolean): Promise<void> => {
  const waiting = await (await database()).getAllFromIndex('requests', 'state', 'pending')
  const gone = waiting.filter(({ asker }) => hasGone(asker))
  if (gone.length === 0) return
  await write(['requests'], async (transaction) => {
    const store = transaction.objectStore('requests')
    for (const { id } of gone) {
      const request = await store.get(id)
      if (request?.state !== 'pending') continue
      await store.put({
        ...request,
        state: 'answered',
        decidedAt: Date.now(),
        decision: { effect: 'refuse', by: 'page-gone', reason: 'The page that asked has gone.' },
      })
    }
  })
}

/**
 * Ends what time has ended: grants past their date, answers nobody fetched, pauses that are over. Of what was answered
 * the newest stay.
 */
export const expire = async (now = Date.now()): Promise<void> => {
  const isOver = ({ expiresAt }: GrantRecord) => expiresAt <= now
  if ((await liveGrants()).some(isOver)) await endGrants(isOver, 'expired')
  await dropExpiredAnswers()
  await dropSpentThrottles(now)
  await summariseQuietRefusals(now)
  await write(['requests', 'walletCalls'], async (transaction) => {
    await keepNewest(transaction, 'requests')
    await keepNewest(transaction, 'walletCalls')
  })
}
