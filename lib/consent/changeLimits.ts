import { appendActivity } from '../activity/log.ts'
import { database, write } from '../db/database.ts'
import type { GrantRecord } from '../db/schema.ts'
import { ProvisoError } from '../protocol/errors.ts'
import { limitPassed, readGrantUse } from '../rounds/grantLimits.ts'
import { endGrant, isLive } from './endGrants.ts'
import { parseLimits } from './limitsOfGrant.ts'

const ended = () => new ProvisoError('grant/ended', 'This permission has already ended.')

/**
 * Holds a grant to other limits from now on, narrower or wider, within its task. Where more was used already than they allow,
 * it ends at once, and what is not sent never will be. Throws `grant/limits` or `grant/ended`.
 */
export const changeLimits = async (grantId: string, wish: unknown): Promise<void> => {
  const grant = await (await database()).get('grants', grantId)
  if (grant === undefined || !isLive(grant)) throw ended()
  const { limits, expiresAt } = parseLimits(wish, grant.task.manifest, Date.now())
  const changed = await write(['grants', 'activity'], async (transaction) => {
    const current = await transaction.objectStore('grants').get(grantId)
    if (current === undefined || !isLive(current)) throw ended()
    const { limits: _before, waitsFor: _held, ...rest } = current
    const narrowed: GrantRecord = { ...rest, expiresAt, ...(limits === undefined ? {} : { limits }) }
    await transaction.objectStore('grants').put(narrowed)
    await appendActivity(transaction, {
      kind: 'grant-limited',
      text: `You changed how far “${grant.task.manifest.title}” may go.`,
      data: { task: grant.taskId, limits: JSON.stringify({ ...limits, until: expiresAt }) },
    })
    return narrowed
  })
  const passed = limitPassed(changed, await readGrantUse(changed))
  if (passed !== undefined) await endGrant(grantId, 'completed', passed)
}
