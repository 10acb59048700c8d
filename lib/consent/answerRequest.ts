import { appendActivity } from '../activity/log.ts'
import { contributionSigner } from '../attest/contributionKey.ts'
import { buildReceipt, recordOf } from '../attest/receipt.ts'
import { database, write } from '../db/database.ts'
import type { GrantRecord, RequestRecord, RuleRecord } from '../db/schema.ts'
import { connectionOf, readWallet } from '../db/settings.ts'
import { rememberedRule } from '../policy/remember.ts'
import { easDomain } from '../protocol/chains.ts'
import { ProvisoError } from '../protocol/errors.ts'
import type { SignedDelegation } from '../protocol/statements.ts'
import { commitToDataset } from '../receipts/datasetCommitment.ts'
import { exceededError } from '../vault/ledger/spend.ts'
import { keepAnswer, refused } from './answers.ts'
import { chooseDataset } from './datasetChoice.ts'
import { publicGrant } from './grants.ts'
import { countRefusal } from './limits.ts'
import { type LimitsWish, parseLimits } from './limitsOfGrant.ts'
import { rechoose } from './rechoose.ts'
import { isOffFor } from './sites.ts'

export interface PersonsAnswer {
  readonly effect: 'allow' | 'refuse'
  /** `person`, or the id of the rule that decided. */
  readonly by: string
  readonly reason: string
  readonly remember?: { readonly days: number }
  /** The dataset that was shown: nothing else is used. What the request names where left out. */
  readonly datasetId?: string
  /** What the grant is held to, and until when; as far as the task goes where left out. */
  readonly limits?: LimitsWish
  /** When the page may hear of it: milliseconds since 1970, now where absent. */
  readonly readyAt?: number
}

const pendingRequest = async (id: string): Promise<RequestRecord> => {
  const request = await (await database()).get('requests', id)
  if (request === undefined || request.state !== 'pending')
    throw new ProvisoError(
      'request/answered',
      'This request has already been answered, or its page has gone.',
    )
  return request
}

const connectedDelegation = async (now: number): Promise<SignedDelegation> => {
  const wallet = connectionOf(await readWallet())
  if (wallet === undefined)
    throw new ProvisoError('wallet/missing', 'No wallet is connected, so nobody could be paid.', {
      todo: 'Connect a wallet, then allow.',
    })
  if (wallet.delegation.statement.notAfter * 1000 <= now)
    throw new ProvisoError('delegation/lapsed', 'The key that your wallet approved has lapsed.', {
      todo: 'Renew it in Settings, then allow.',
    })
  return wallet.delegation
}

/** Everything that allowing needs, made before anything is written. Throws where the person must do something first. */
const prepareGrant = async (request: RequestRecord, answer: PersonsAnswer): Promise<GrantRecord> => {
  const { manifest } = request.task
  const now = Date.now()
  const { limits, expiresAt } = parseLimits(answer.limits, manifest, now)
  if (await isOffFor(request.asker))
    throw new ProvisoError('request/site-off', 'Proviso is switched off for this site.', {
      todo: 'Switch it on again, then allow; or refuse.',
    })
  const failed = Object.values(request.checks).find((check) => check.state === 'failed')
  if (request.checks.escrow.state !== 'passed')
    throw new ProvisoError(
      'request/unfunded',
      failed?.detail ?? 'The reward is not confirmed on chain yet.',
      {
        todo: 'Wait for the check, or refuse.',
      },
    )
  const choice = await chooseDataset(manifest)
  if (choice.state === 'none')
    throw new ProvisoError('request/no-data', 'No dataset of yours fits this task.')
  if (choice.state === 'spent') throw exceededError(choice.dataset, choice.exceeded)
  if (choice.dataset.id !== (answer.datasetId ?? request.datasetId)) {
    await rechoose()
    throw new ProvisoError('request/changed', 'Your data has changed since this was shown.', {
      todo: 'Look again at what it would use, then allow.',
    })
  }
  const delegation = await connectedDelegation(now)
  const domain = easDomain(manifest.reward.chainId)
  if (domain === undefined)
    throw new ProvisoError('chain/unknown', 'Proviso does not know the chain that this task pays on.')
  const dataset = await commitToDataset(choice.dataset.id)
  const receipt = await buildReceipt({
    manifest,
    delegation,
    origin: request.asker.origin,
    expires: Math.floor(expiresAt / 1000),
    datasetCommitment: dataset.commitment,
    domain,
    signer: await contributionSigner(),
    now,
  })
  return {
    id: crypto.randomUUID(),
    origin: request.asker.origin,
    taskId: request.taskId,
    termsHash: request.termsHash,
    task: request.task,
    datasetId: choice.dataset.id,
    datasetSalt: dataset.salt,
    account: delegation.statement.account,
    createdAt: now,
    expiresAt,
    state: 'active',
    ...(limits === undefined ? {} : { limits }),
    receipt,
    consentRecord: recordOf(manifest, receipt),
    delegation,
  }
}

/** A waiting request of an earlier version has no facts kept: such an answer is not remembered. */
const ruleFrom = ({ facts }: RequestRecord, { effect, remember }: PersonsAnswer): RuleRecord | undefined =>
  facts === undefined || remember === undefined
    ? undefined
    : rememberedRule({ facts, effect, days: remember.days, id: crypto.randomUUID(), now: Date.now() })

/**
 * Decides a waiting request for good. Decision, grant, rule, log and the answer to the page are written together, so
 * that a worker that dies has either decided or not. Returns the grant where one was made. Throws, deciding nothing,
 * where allowing is not possible yet.
 */
export const answerRequest = async (id: string, answer: PersonsAnswer): Promise<GrantRecord | undefined> => {
  const request = await pendingRequest(id)
  const grant = answer.effect === 'allow' ? await prepareGrant(request, answer) : undefined
  const { effect, by, reason } = answer
  const readyAt = answer.readyAt ?? Date.now()
  const rule = ruleFrom(request, answer)
  await write(['requests', 'grants', 'rules', 'answers', 'throttles', 'activity'], async (transaction) => {
    const requests = transaction.objectStore('requests')
    if ((await requests.get(id))?.state !== 'pending')
      throw new ProvisoError('request/answered', 'This request has already been answered.')
    const { undecided: _, ...asked } = request
    await requests.put({
      ...asked,
      state: 'answered',
      decidedAt: Date.now(),
      decision: { effect, by, reason },
    })
    if (grant === undefined) await countRefusal(transaction, request.asker, readyAt)
    else await transaction.objectStore('grants').add(grant)
    if (rule !== undefined) await transaction.objectStore('rules').add(rule)
    await keepAnswer(
      transaction,
      request.asker,
      grant === undefined ? refused() : { result: publicGrant(grant) },
      readyAt,
    )
    await appendActivity(transaction, {
      kind: grant === undefined ? 'refused' : 'allowed',
      text: `${request.asker.origin} was ${grant === undefined ? 'refused' : 'allowed'}: “${request.task.manifest.title}”. ${reason}`,
      data: {
        task: request.taskId,
        origin: request.asker.origin,
        by,
        ...(grant === undefined ? {} : { receipt: grant.receipt.uid }),
      },
    })
  })
  return grant
}
