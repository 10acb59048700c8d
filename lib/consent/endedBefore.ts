import { database } from '../db/database.ts'
import type { GrantRecord, RequestRecord } from '../db/schema.ts'
import { sameAddress } from '../protocol/hex.ts'

const newest = (grants: readonly GrantRecord[]): GrantRecord | undefined =>
  grants.toSorted((a, b) => b.createdAt - a.createdAt)[0]

/** It ended before its task did, and not by the site's own wish: no rule begins it anew. */
const wasCutShort = ({ state, completedBy, expiresAt, task }: GrantRecord): boolean =>
  state === 'revoked' ||
  (state === 'completed' && completedBy !== undefined && completedBy !== 'task') ||
  (state === 'expired' && expiresAt < Date.parse(task.manifest.schedule.closesAt))

/**
 * Whether the person has taken back what the site asks for: the task itself, ended by them, by a limit of theirs or by changed
 * terms; or the last permission of this publisher at this site. A rule that would allow it must not undo that: they are
 * asked.
 */
export const endedBefore = async ({ asker, task, taskId }: RequestRecord): Promise<boolean> => {
  const grants = (await (await database()).getAll('grants')).filter(({ origin }) => origin === asker.origin)
  const ofTask = newest(grants.filter((grant) => grant.taskId === taskId))
  if (ofTask !== undefined && wasCutShort(ofTask)) return true
  const { address } = task.manifest.publisher
  const ofPublisher = newest(
    grants.filter((grant) => sameAddress(grant.task.manifest.publisher.address, address)),
  )
  return ofPublisher?.state === 'revoked'
}
