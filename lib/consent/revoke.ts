import { contributionSigner } from '../attest/contributionKey.ts'
import type { GrantRecord } from '../db/schema.ts'
import { coordinatorClient } from '../net/coordinator.ts'
import { type RevocationStatement, revocationTypedData } from '../protocol/statements.ts'

/**
 * Tells the coordinator, signed with the contribution key, that a receipt is withdrawn. Resolves with whether it
 * heard; the device itself has stopped either way.
 */
export const revokeAtCoordinator = async (grant: GrantRecord): Promise<boolean> => {
  try {
    const statement: RevocationStatement = {
      receipt: grant.receipt.uid,
      account: grant.account,
      time: Math.floor(Date.now() / 1000),
    }
    const signer = await contributionSigner()
    const signature = await signer.signTypedData(revocationTypedData(statement))
    await coordinatorClient(grant.task.manifest, grant.taskId).revoke(grant.receipt.uid, {
      statement,
      signature,
    })
    return true
  } catch {
    return false
  }
}
