import { appendActivity } from '../activity/log.ts'
import { deviceClient } from '../chain/deviceClient.ts'
import { verifySeat } from '../chain/escrow.ts'
import { readToken } from '../chain/token.ts'
import { isLive } from '../consent/endGrants.ts'
import { write } from '../db/database.ts'
import type { GrantRecord } from '../db/schema.ts'
import type { CoordinatorClient } from '../net/coordinator.ts'

/**
 * Takes a seat and proves it on chain: the account stands in a write-once enrolment root, and the escrow holds the
 * seat's whole reward. Until that is so nothing is trained. Returns the enrolled grant, or undefined while the
 * coordinator's root is not on chain yet, or where the grant has ended. Throws `chain/…` where the chain says otherwise, keeping nothing.
 */
export const enrol = async (
  grant: GrantRecord,
  coordinator: CoordinatorClient,
): Promise<GrantRecord | undefined> => {
  const { manifest } = grant.task
  const answer = await coordinator.enrol({ delegation: grant.delegation, receipt: grant.receipt })
  if (answer.state === 'pending') return undefined
  const { seat, rootIndex, proof } = answer
  const client = await deviceClient(manifest.reward.chainId)
  await verifySeat({
    client,
    manifest,
    seat,
    account: grant.account,
    rootIndex,
    proof,
  })
  const token = await readToken(client, manifest.reward.token)
  return write(['grants', 'seats', 'activity'], async (transaction) => {
    const current = await transaction.objectStore('grants').get(grant.id)
    if (current === undefined || !isLive(current)) return undefined
    const { problem: _solved, ...stored } = current
    const enrolled: GrantRecord = { ...stored, enrolment: { seat, rootIndex, proof, verifiedAt: Date.now() } }
    await transaction.objectStore('grants').put(enrolled)
    const seats = transaction.objectStore('seats')
    if ((await seats.get(grant.taskId)) === undefined)
      await seats.put({
        taskId: grant.taskId,
        grantId: grant.id,
        chainId: manifest.reward.chainId,
        escrow: manifest.reward.escrow,
        token: manifest.reward.token,
        tokenSymbol: token.symbol,
        tokenDecimals: token.decimals,
        seat,
        account: grant.account,
        cap: manifest.reward.maxPerContributor,
        accepted: '0',
        claimable: '0',
        paid: '0',
        payments: [],
        syncedAt: Date.now(),
      })
    await appendActivity(transaction, {
      kind: 'enrolled',
      text: `Seat ${seat} of “${manifest.title}” is funded and verified on chain.`,
      data: { task: grant.taskId, origin: grant.origin, seat },
    })
    return enrolled
  })
}
