import { appendActivity } from '../activity/log.ts'
import { database, write } from '../db/database.ts'
import type { GrantRecord } from '../db/schema.ts'
import { coordinatorClient, refusalCode } from '../net/coordinator.ts'
import type { SignedRevocation } from '../protocol/statements.ts'
import { isWithdrawn } from './endGrants.ts'
import { signRevocation } from './signRevocation.ts'

/** The coordinator does not know this receipt. */
const UNKNOWN = 'grant/unknown'
/** For so long a receipt that was on its way when it was withdrawn may still arrive: milliseconds. */
const ON_ITS_WAY_MS = 60_000

const isUntold = (grant: GrantRecord): boolean => isWithdrawn(grant) && grant.revocationToldAt === undefined

/** The withdrawal as it was signed when the grant ended; signed and kept now where that was not possible then. */
const revocationOf = async (grant: GrantRecord): Promise<SignedRevocation> => {
  if (grant.revocation?.statement.receipt === grant.receipt.uid) return grant.revocation
  const revocation = await signRevocation(grant, grant.endedAt ?? Date.now())
  await write(['grants'], async (transaction) => {
    const current = await transaction.objectStore('grants').get(grant.id)
    if (current !== undefined) await transaction.objectStore('grants').put({ ...current, revocation })
  })
  return revocation
}

/** False where the coordinator does not know the receipt, but soon may. */
const tellOne = async (grant: GrantRecord, revocation: SignedRevocation): Promise<boolean> => {
  try {
    await coordinatorClient(grant.task.manifest, grant.taskId).revoke(
      revocation.statement.receipt,
      revocation,
    )
    return true
  } catch (error) {
    if (refusalCode(error) !== UNKNOWN) throw error
    return Date.now() - (grant.endedAt ?? 0) > ON_ITS_WAY_MS
  }
}

const tell = async (grant: GrantRecord): Promise<boolean> => {
  const isTold = await tellOne(grant, await revocationOf(grant))
  for (const uid of grant.earlierReceipts ?? [])
    await tellOne(grant, await signRevocation(grant, grant.endedAt ?? Date.now(), uid))
  return isTold
}

const tellAndNote = async (grant: GrantRecord): Promise<void> => {
  if (!(await tell(grant).catch(() => false))) return
  await write(['grants', 'activity'], async (transaction) => {
    const current = await transaction.objectStore('grants').get(grant.id)
    if (current === undefined) return
    await transaction.objectStore('grants').put({ ...current, revocationToldAt: Date.now() })
    await appendActivity(transaction, {
      kind: 'withdrawal-told',
      text: `${grant.task.manifest.publisher.name} was told that “${grant.task.manifest.title}” is withdrawn.`,
      data: { task: grant.taskId, receipt: grant.receipt.uid },
    })
  })
}

/** Side by side: one coordinator that does not answer keeps no other waiting. */
const tellAll = async (): Promise<void> => {
  const untold = (await (await database()).getAll('grants')).filter(isUntold)
  await Promise.all(untold.map(tellAndNote))
}

let telling: Promise<void> = Promise.resolve()

/**
 * Tells coordinators, signed with the contribution key, which receipts are withdrawn. The device itself has stopped by
 * then; a coordinator that cannot be reached is told when this is called again. Calls follow one another. Never rejects.
 */
export const tellRevocations = (): Promise<void> => {
  telling = telling.then(tellAll).catch((error: unknown) => console.error('proviso: not told', error))
  return telling
}
