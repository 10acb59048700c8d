import { appendActivity } from '../activity/log.ts'
import { deviceClient } from '../chain/deviceClient.ts'
import { readFee, readRevokeOffchain, revokeOffchainTransaction } from '../chain/eas.ts'
import { database, write } from '../db/database.ts'
import type { Anchor, GrantRecord } from '../db/schema.ts'
import { connectionOf, readWallet } from '../db/settings.ts'
import type { TransactionSender } from '../earnings/claim.ts'
import { ProvisoError } from '../protocol/errors.ts'
import { sameAddress } from '../protocol/hex.ts'
import { isWithdrawn } from './endGrants.ts'

/** A transaction that no block has taken after this long may be sent again: milliseconds. */
const LOST_MS = 15 * 60_000

const chainOf = ({ task }: GrantRecord): number => task.manifest.reward.chainId

/** When the account said on chain that it revokes the receipt: milliseconds since 1970. */
const readAnchored = async (grant: GrantRecord): Promise<number | undefined> => {
  const client = await deviceClient(chainOf(grant))
  const seconds = await readRevokeOffchain(client, grant.account, grant.receipt.uid)
  return seconds === undefined ? undefined : seconds * 1000
}

const withdrawnGrant = async (grantId: string): Promise<GrantRecord> => {
  const grant = await (await database()).get('grants', grantId)
  if (grant === undefined || !isWithdrawn(grant))
    throw new ProvisoError(
      'grant/not-withdrawn',
      'Only a permission that was withdrawn can be put on chain so.',
    )
  return grant
}

const keep = (grantId: string, anchor: Anchor, isNew: boolean): Promise<void> =>
  write(['grants', 'activity'], async (transaction) => {
    const grant = await transaction.objectStore('grants').get(grantId)
    if (grant === undefined) return
    await transaction.objectStore('grants').put({ ...grant, anchor })
    if (!isNew) return
    await appendActivity(transaction, {
      kind: 'withdrawal-anchored',
      text: `You sent the withdrawal of “${grant.task.manifest.title}” to the chain.`,
      data: {
        task: grant.taskId,
        receipt: grant.receipt.uid,
        chain: anchor.chainId,
        transaction: anchor.transaction,
      },
    })
  })

/** What it would cost the account to put the withdrawal on chain, in wei, as the chain says now. */
export const anchorFee = async (grantId: string): Promise<bigint> => {
  const grant = await withdrawnGrant(grantId)
  const chainId = chainOf(grant)
  const transaction = revokeOffchainTransaction(chainId, grant.receipt.uid)
  return readFee(await deviceClient(chainId), grant.account, transaction)
}

/**
 * Has the account say on chain, with EAS, that it revokes a withdrawn receipt. Resolves once the wallet has sent it; only the
 * chain says when it stands there. Throws `grant/not-withdrawn`, `grant/anchored`, `wallet/other-account` or the wallet's problem.
 */
export const anchorRevocation = async (grantId: string, wallet: TransactionSender): Promise<void> => {
  const grant = await withdrawnGrant(grantId)
  const isPending = grant.anchor !== undefined && Date.now() - grant.anchor.at < LOST_MS
  if (grant.anchor?.confirmedAt !== undefined || isPending)
    throw new ProvisoError('grant/anchored', 'This withdrawal was sent to the chain already.')
  const connection = connectionOf(await readWallet())
  if (connection !== undefined && !sameAddress(connection.account, grant.account))
    throw new ProvisoError('wallet/other-account', 'The permission was given by another account.', {
      todo: `Connect the wallet of ${grant.account}.`,
    })
  const chainId = chainOf(grant)
  const transaction = await wallet.sendTransaction(revokeOffchainTransaction(chainId, grant.receipt.uid))
  await keep(grantId, { chainId, transaction, at: Date.now() }, true)
  await confirmAnchors()
}

/** Looks for withdrawals that were sent to a chain and are not seen there yet. Never rejects. */
export const confirmAnchors = async (): Promise<void> => {
  const grants = await (await database()).getAll('grants')
  for (const grant of grants) {
    const { anchor } = grant
    if (anchor === undefined || anchor.confirmedAt !== undefined) continue
    const confirmedAt = await readAnchored(grant).catch(() => undefined)
    if (confirmedAt !== undefined) await keep(grant.id, { ...anchor, confirmedAt }, false)
  }
}
