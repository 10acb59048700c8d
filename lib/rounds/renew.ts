import { appendActivity } from '../activity/log.ts'
import { contributionSigner } from '../attest/contributionKey.ts'
import { buildReceipt, decodeReceipt } from '../attest/receipt.ts'
import { write } from '../db/database.ts'
import type { GrantRecord } from '../db/schema.ts'
import { connectionOf, readWallet } from '../db/settings.ts'
import { ProvisoError } from '../protocol/errors.ts'
import { sameAddress } from '../protocol/hex.ts'

/** A round that begins should also be signed in time: milliseconds. */
const MARGIN_MS = 3600_000

const isGood = (notAfter: number, now: number): boolean => notAfter * 1000 > now + MARGIN_MS

/**
 * The grant under a delegation that still holds for a while. Where its own is about to lapse and the wallet has signed a
 * newer one for the same account, the consent is restated under that one, with a new receipt, and the seat is confirmed
 * again. Throws `delegation/lapsed` where the person must renew first: nothing is trained until then.
 */
export const withCurrentDelegation = async (grant: GrantRecord, now = Date.now()): Promise<GrantRecord> => {
  if (isGood(grant.delegation.statement.notAfter, now)) return grant
  const wallet = connectionOf(await readWallet())
  const canRenew =
    wallet !== undefined &&
    sameAddress(wallet.account, grant.account) &&
    isGood(wallet.delegation.statement.notAfter, now)
  if (!canRenew)
    throw new ProvisoError(
      'delegation/lapsed',
      'The key that your wallet approved has lapsed or is about to.',
      {
        todo: 'Renew it in Settings with one signature. Nothing is trained or sent until then; what you earned is not affected.',
      },
    )
  const { delegation } = wallet
  const { origin, expires, datasetCommitment } = decodeReceipt(grant.receipt)
  const receipt = await buildReceipt({
    manifest: grant.task.manifest,
    delegation,
    origin,
    expires,
    datasetCommitment,
    domain: grant.receipt.domain,
    signer: await contributionSigner(),
    now,
  })
  return write(['grants', 'activity'], async (transaction) => {
    const {
      enrolment: _again,
      problem: _solved,
      ...current
    } = (await transaction.objectStore('grants').get(grant.id)) ?? grant
    const renewed: GrantRecord = { ...current, delegation, receipt }
    await transaction.objectStore('grants').put(renewed)
    await appendActivity(transaction, {
      kind: 'delegation-renewed',
      text: `Your permission for “${grant.task.manifest.title}” goes on under the key that your wallet renewed.`,
      data: { task: grant.taskId, receipt: receipt.uid },
    })
    return renewed
  })
}
