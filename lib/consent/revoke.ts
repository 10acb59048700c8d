import { contributionSigner } from '../attest/contributionKey.ts'
import { database, write } from '../db/database.ts'
import type { GrantRecord } from '../db/schema.ts'
import { coordinatorClient, refusalCode } from '../net/coordinator.ts'
import { type RevocationStatement, revocationTypedData } from '../protocol/statements.ts'

/** The coordinator never knew this receipt: there is nothing to withdraw there. */
const UNKNOWN = 'grant/unknown'

const tell = async (grant: GrantRecord): Promise<void> => {
  const statement: RevocationStatement = {
    receipt: grant.receipt.uid,
    account: grant.account,
    time: Math.floor((grant.endedAt ?? Date.now()) / 1000),
  }
  const signer = await contributionSigner()
  const signature = await signer.signTypedData(revocationTypedData(statement))
  await coordinatorClient(grant.task.manifest, grant.taskId)
    .revoke(grant.receipt.uid, { statement, signature })
    .catch((error: unknown) => {
      if (refusalCode(error) !== UNKNOWN) throw error
    })
}

const isUntold = ({ state, revocationToldAt }: GrantRecord): boolean =>
  (state === 'revoked' || state === 'relinquished') && revocationToldAt === undefined

/**
 * Tells coordinators, signed with the contribution key, which receipts are withdrawn. The device itself has stopped by
 * then; a coordinator that cannot be reached is told when this is called again. Never rejects.
 */
export const tellRevocations = async (): Promise<void> => {
  const untold = (await (await database()).getAll('grants')).filter(isUntold)
  for (const grant of untold) {
    const isTold = await tell(grant).then(
      () => true,
      () => false,
    )
    if (!isTold) continue
    await write(['grants'], async (transaction) => {
      const current = await transaction.objectStore('grants').get(grant.id)
      if (current !== undefined)
        await transaction.objectStore('grants').put({ ...current, revocationToldAt: Date.now() })
    })
  }
}
