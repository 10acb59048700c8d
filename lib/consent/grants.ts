import { appendActivity } from '../activity/log.ts'
import { database, write } from '../db/database.ts'
import type { GrantRecord } from '../db/schema.ts'
import { ErrorCode, ProviderError, ProvisoError } from '../protocol/errors.ts'
import type { PublicGrant } from '../protocol/provider.ts'
import type { TaskId } from '../protocol/task.ts'
import { endGrant, isLive } from './endGrants.ts'
import { withhold } from './leaving.ts'

/** What a page may know of a grant: nothing about the data behind it, and not how it ended. */
export const publicGrant = (grant: GrantRecord): PublicGrant => ({
  id: grant.id,
  task: grant.taskId,
  state: isLive(grant) ? (grant.state as 'active' | 'paused') : 'ended',
  createdAt: grant.createdAt,
  expiresAt: grant.expiresAt,
  rounds: grant.task.manifest.schedule.rounds,
  receipt: grant.receipt.uid,
  account: grant.delegation.statement.account,
})

export const grantsOf = async (origin: string): Promise<GrantRecord[]> =>
  (await (await database()).getAll('grants')).filter((grant) => grant.origin === origin)

export const liveGrants = async (): Promise<GrantRecord[]> =>
  (await (await database()).getAll('grants')).filter(isLive)

export const liveGrantFor = async (origin: string, taskId: TaskId): Promise<GrantRecord | undefined> =>
  (await (await database()).getAllFromIndex('grants', 'taskId', taskId)).find(
    (grant) => grant.origin === origin && isLive(grant),
  )

/** Holds a grant, or lets it go on. Paused, nothing of it leaves: what is under way is cut off and sent again later. */
export const pauseGrant = async (grantId: string, paused: boolean): Promise<void> => {
  const lift = withhold(({ grant }) => paused && grant.id === grantId)
  try {
    await write(['grants', 'activity'], async (transaction) => {
      const grant = await transaction.objectStore('grants').get(grantId)
      if (grant === undefined || !isLive(grant))
        throw new ProvisoError('grant/ended', 'This permission has already ended.')
      if ((grant.state === 'paused') === paused) return
      await transaction.objectStore('grants').put({ ...grant, state: paused ? 'paused' : 'active' })
      await appendActivity(transaction, {
        kind: paused ? 'grant-paused' : 'grant-resumed',
        text: `You ${paused ? 'paused' : 'resumed'} “${grant.task.manifest.title}”.`,
        data: { task: grant.taskId },
      })
    })
  } finally {
    lift()
  }
}

/** A page gives up a grant of its own. Somebody else's id is answered like an unknown one. */
export const relinquishGrant = async (origin: string, params: unknown): Promise<void> => {
  const [id] = Array.isArray(params) && params.length === 1 ? (params as [unknown]) : [undefined]
  const grant = typeof id === 'string' ? await (await database()).get('grants', id) : undefined
  if (grant === undefined || grant.origin !== origin)
    throw new ProviderError(
      ErrorCode.invalidParams,
      'dataUse_relinquish takes the id of a grant of this origin.',
    )
  await endGrant(grant.id, 'relinquished')
}
