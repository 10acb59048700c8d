import { appendActivity } from '../activity/log.ts'
import { database, write } from '../db/database.ts'
import type { GrantRecord, GrantState } from '../db/schema.ts'
import { ErrorCode, ProviderError, ProvisoError } from '../protocol/errors.ts'
import type { PublicGrant } from '../protocol/provider.ts'
import type { TaskId } from '../protocol/task.ts'

const LIVE: readonly GrantState[] = ['active', 'paused']
export const isLive = ({ state }: GrantRecord): boolean => LIVE.includes(state)

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

const HOW_ENDED = {
  revoked: 'You ended the permission for',
  relinquished: 'The site gave up its permission for',
  completed: 'All rounds are done for',
  expired: 'The permission has expired for',
} as const

/**
 * Ends a grant for good; ending it again changes nothing. What is already sent stays sent and is still paid; what is
 * not sent never will be: unfinished runs are cancelled in the same transaction.
 */
export const endGrant = (grantId: string, state: keyof typeof HOW_ENDED): Promise<GrantRecord | undefined> =>
  write(['grants', 'runs', 'checkpoints', 'activity'], async (transaction) => {
    const grants = transaction.objectStore('grants')
    const grant = await grants.get(grantId)
    if (grant === undefined || !isLive(grant)) return undefined
    const ended: GrantRecord = { ...grant, state, endedAt: Date.now() }
    await grants.put(ended)
    const runs = transaction.objectStore('runs')
    for (const run of await runs.index('grantId').getAll(grantId)) {
      if (!['ready', 'training', 'trained', 'debited', 'signed'].includes(run.phase)) continue
      const { update: _dropped, ...rest } = run
      await runs.put({ ...rest, phase: 'cancelled', baseWeights: new Uint8Array(), updatedAt: Date.now() })
      await transaction.objectStore('checkpoints').delete(run.id)
    }
    await appendActivity(transaction, {
      kind: `grant-${state}`,
      text: `${HOW_ENDED[state]} “${grant.task.manifest.title}”.`,
      data: { task: grant.taskId, origin: grant.origin },
    })
    return ended
  })

export const pauseGrant = (grantId: string, paused: boolean): Promise<void> =>
  write(['grants', 'activity'], async (transaction) => {
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
