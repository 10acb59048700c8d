import { appendActivity } from '../activity/log.ts'
import { contributionSigner } from '../attest/contributionKey.ts'
import { buildReceipt, decodeReceipt, recordOf } from '../attest/receipt.ts'
import { isLive } from '../consent/endGrants.ts'
import { WithheldError } from '../consent/leaving.ts'
import { write } from '../db/database.ts'
import type { GrantRecord } from '../db/schema.ts'
import { connectionOf, readWallet } from '../db/settings.ts'
import { RECEIPT_SCHEMA_UID } from '../protocol/eas.ts'
import { ProvisoError } from '../protocol/errors.ts'
import { sameAddress } from '../protocol/hex.ts'
import type { SignedDelegation } from '../protocol/statements.ts'
import { datasetCommitment } from '../receipts/datasetCommitment.ts'

/** A round that begins should also be signed in time: milliseconds. */
const MARGIN_MS = 3600_000

const isGood = (notAfter: number, now: number): boolean => notAfter * 1000 > now + MARGIN_MS

/** Seconds since 1970; 0 where the receipt names no end. */
const endOf = ({ receipt, expiresAt }: GrantRecord): number =>
  receipt.message.expirationTime === 0 ? 0 : Math.floor(expiresAt / 1000)

/** A grant that the person has made shorter or longer since is restated: the publisher holds what holds. */
const saysItsEnd = (grant: GrantRecord): boolean => grant.receipt.message.expirationTime === endOf(grant)

/** Receipts of earlier versions commit to no consent record: coordinators take them no more. */
const hasRecord = ({ receipt }: GrantRecord): boolean => receipt.message.schema === RECEIPT_SCHEMA_UID

/** What the new receipt says again. One of an earlier version is not read: the grant itself has all of it. */
const factsOf = async (grant: GrantRecord) =>
  hasRecord(grant)
    ? decodeReceipt(grant.receipt)
    : {
        origin: grant.origin,
        datasetCommitment: await datasetCommitment(grant.datasetId, grant.datasetSalt),
      }

/** Receipts that are remembered so that they are withdrawn with the grant. */
const MOST_EARLIER = 24

const lapsed = () =>
  new ProvisoError('delegation/lapsed', 'The key that your wallet approved has lapsed or is about to.', {
    todo: 'Renew it in Settings with one signature. Nothing is trained or sent until then; what you earned is not affected.',
  })

/** The wallet's newer delegation, where it is for the same account. Throws `delegation/lapsed`. */
const renewedDelegation = async (grant: GrantRecord, now: number): Promise<SignedDelegation> => {
  const wallet = connectionOf(await readWallet())
  const canRenew =
    wallet !== undefined &&
    sameAddress(wallet.account, grant.account) &&
    isGood(wallet.delegation.statement.notAfter, now)
  if (!canRenew) throw lapsed()
  return wallet.delegation
}

/**
 * The grant under a delegation that still holds for a while, with a receipt that says when it ends. Where its own delegation is
 * about to lapse and the wallet has signed a newer one for the same account, its end was changed, or an earlier
 * version made its receipt, the consent is restated with a new receipt, and the seat is confirmed again. Throws `delegation/lapsed` where the person must renew
 * first: nothing is trained until then.
 */
export const withCurrentDelegation = async (grant: GrantRecord, now = Date.now()): Promise<GrantRecord> => {
  const isCurrent = isGood(grant.delegation.statement.notAfter, now)
  if (isCurrent && saysItsEnd(grant) && hasRecord(grant)) return grant
  const delegation = isCurrent ? grant.delegation : await renewedDelegation(grant, now)
  const { manifest } = grant.task
  const facts = await factsOf(grant)
  const receipt = await buildReceipt({
    manifest,
    delegation,
    origin: facts.origin,
    expires: endOf(grant),
    datasetCommitment: facts.datasetCommitment,
    domain: grant.receipt.domain,
    signer: await contributionSigner(),
    now,
  })
  return write(['grants', 'activity'], async (transaction) => {
    const stored = await transaction.objectStore('grants').get(grant.id)
    // A grant that was ended meanwhile is not restated.
    if (stored === undefined || !isLive(stored)) throw new WithheldError()
    const { enrolment: _again, problem: _solved, ...current } = stored
    const renewed: GrantRecord = {
      ...current,
      delegation,
      receipt,
      consentRecord: recordOf(manifest, receipt),
      earlierReceipts: [...(current.earlierReceipts ?? []), current.receipt.uid].slice(-MOST_EARLIER),
    }
    await transaction.objectStore('grants').put(renewed)
    await appendActivity(transaction, {
      kind: isCurrent ? 'grant-limited' : 'delegation-renewed',
      text: isCurrent
        ? `Your permission for “${manifest.title}” was stated anew, with the end that you set.`
        : `Your permission for “${manifest.title}” goes on under the key that your wallet renewed.`,
      data: { task: grant.taskId, receipt: receipt.uid },
    })
    return renewed
  })
}
