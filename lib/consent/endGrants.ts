import { appendActivity } from '../activity/log.ts'
import { database, type WriteTransaction, write } from '../db/database.ts'
import type { CompletedBy, GrantRecord, GrantState, RunPhase } from '../db/schema.ts'
import type { Bytes32 } from '../protocol/hex.ts'
import type { SignedRevocation } from '../protocol/statements.ts'
import { endedConsentRecord } from '../receipts/endedRecord.ts'
import { withhold } from './leaving.ts'
import { signRevocation } from './signRevocation.ts'

const LIVE: readonly GrantState[] = ['active', 'paused']
export const isLive = ({ state }: Pick<GrantRecord, 'state'>): boolean => LIVE.includes(state)

/** How a grant ends. Only what was withdrawn, by the person or by the site, is told to the publisher. */
export type Ending = 'revoked' | 'relinquished' | 'completed' | 'expired'

export const isWithdrawn = ({ state }: Pick<GrantRecord, 'state'>): boolean =>
  state === 'revoked' || state === 'relinquished'

const COMPLETED: Readonly<Record<CompletedBy, string>> = {
  task: 'All rounds are done for',
  rounds: 'The rounds that you allowed are done for',
  epsilon: 'The privacy budget that you allowed is used by',
  minutes: 'The device time that you allowed is used by',
  terms: 'The publisher changed the terms of',
}

const HOW_ENDED: Readonly<Record<Exclude<Ending, 'completed'>, string>> = {
  revoked: 'You ended the permission for',
  relinquished: 'The site gave up its permission for',
  expired: 'The permission has expired for',
}

const UNSENT: readonly RunPhase[] = ['ready', 'training', 'trained', 'debited', 'signed']

type EndTransaction = WriteTransaction<['grants', 'runs', 'checkpoints', 'activity']>

const cancelRuns = async (transaction: EndTransaction, grantId: string): Promise<void> => {
  const runs = transaction.objectStore('runs')
  for (const run of await runs.index('grantId').getAll(grantId)) {
    if (!UNSENT.includes(run.phase)) continue
    const { update: _dropped, ...rest } = run
    await runs.put({ ...rest, phase: 'cancelled', baseWeights: new Uint8Array(), updatedAt: Date.now() })
    await transaction.objectStore('checkpoints').delete(run.id)
  }
}

/**
 * What goes with a grant when it ends, signed beforehand: signing takes time, which a transaction does not give. A key that
 * cannot be read holds nothing up: `tellRevocations` signs again.
 */
const signAll = async (
  grants: readonly GrantRecord[],
  endedAt: number,
): Promise<ReadonlyMap<Bytes32, SignedRevocation>> => {
  const signed = new Map<Bytes32, SignedRevocation>()
  for (const grant of grants) {
    const revocation = await signRevocation(grant, endedAt).catch(() => undefined)
    if (revocation !== undefined) signed.set(grant.receipt.uid, revocation)
  }
  return signed
}

/** The record of how it ended, for whoever keeps books. One that cannot be made must not keep a grant alive. */
const recordOfEnd = (grant: GrantRecord, how: Ending, endedAt: number): string | undefined => {
  try {
    return endedConsentRecord(grant, how, endedAt)
  } catch {
    return undefined
  }
}

/**
 * Ends grants for good, all in one transaction; ending one again changes nothing. From the first moment nothing of them leaves:
 * what is under way is cut off, and unfinished runs are cancelled with the grant. What is already sent stays sent and is
 * still paid. Returns those that it ended.
 */
export const endGrants = async (
  which: (grant: GrantRecord) => boolean,
  how: Ending,
  completedBy: CompletedBy = 'task',
): Promise<readonly GrantRecord[]> => {
  const lift = withhold(({ grant }) => which(grant))
  try {
    const endedAt = Date.now()
    const isTold = isWithdrawn({ state: how })
    const meant = isTold
      ? (await (await database()).getAll('grants')).filter((one) => isLive(one) && which(one))
      : []
    const signed = await signAll(meant, endedAt)
    return await write(['grants', 'runs', 'checkpoints', 'activity'], async (transaction) => {
      const grants = transaction.objectStore('grants')
      const ended: GrantRecord[] = []
      for (const grant of (await grants.getAll()).filter((one) => isLive(one) && which(one))) {
        const { problem: _over, waitsFor: _nothing, ...rest } = grant
        const revocation = signed.get(grant.receipt.uid)
        const endedRecord = recordOfEnd(grant, how, endedAt)
        const now: GrantRecord = {
          ...rest,
          state: how,
          endedAt,
          ...(how === 'completed' ? { completedBy } : {}),
          ...(revocation === undefined ? {} : { revocation }),
          ...(endedRecord === undefined ? {} : { endedRecord }),
        }
        await grants.put(now)
        await cancelRuns(transaction, grant.id)
        await appendActivity(transaction, {
          kind: `grant-${how}`,
          text: `${how === 'completed' ? COMPLETED[completedBy] : HOW_ENDED[how]} “${grant.task.manifest.title}”.`,
          data: { task: grant.taskId, origin: grant.origin, receipt: grant.receipt.uid },
        })
        ended.push(now)
      }
      return ended
    })
  } finally {
    lift()
  }
}

/** Ends one. Undefined where it had ended before. */
export const endGrant = async (
  grantId: string,
  how: Ending,
  completedBy?: CompletedBy,
): Promise<GrantRecord | undefined> => (await endGrants(({ id }) => id === grantId, how, completedBy))[0]
