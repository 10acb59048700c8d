import { appendActivity } from '../activity/log.ts'
import type { VerifyTypedData } from '../attest/signature.ts'
import { database, write } from '../db/database.ts'
import type { Asker, RequestRecord } from '../db/schema.ts'
import { readSettings } from '../db/settings.ts'
import { decide } from '../policy/decide.ts'
import { ErrorCode, ProviderError } from '../protocol/errors.ts'
import type { DataUseMethod } from '../protocol/provider.ts'
import { type SignedTask, taskIdOf, termsHash } from '../protocol/task.ts'
import { keepAnswer, type Outcome, refused } from './answers.ts'
import { CAPABILITIES } from './capabilities.ts'
import { chooseDataset } from './datasetChoice.ts'
import { grantsOf, liveGrantFor, publicGrant, relinquishGrant } from './grants.ts'
import { assertSignedByPublisher } from './publisherSignature.ts'
import { refusalDelay } from './refusalDelay.ts'
import { readTaskParams } from './taskParams.ts'

/** Most requests of one origin, and of all together, that may wait for the person. */
const MAX_WAITING_PER_ORIGIN = 3
const MAX_WAITING = 20

export interface Incoming {
  readonly asker: Asker
  readonly method: DataUseMethod
  readonly params: unknown
}

/** What happened to an incoming request: told to whoever shows prompts and delivers answers. */
export type Received =
  | { readonly state: 'answered'; readonly readyAt: number }
  /** The person must be asked. */
  | { readonly state: 'waiting'; readonly requestId: string }
  /** A rule allows it: the grant is still to be made. */
  | { readonly state: 'allowed'; readonly requestId: string }
  /** Known already: nothing new happened. */
  | { readonly state: 'repeated' }

export const requestIdOf = ({ documentId, requestId }: Asker): string => `${documentId}:${requestId}`

/** Answers without asking anybody. */
const answer = async (asker: Asker, outcome: Outcome, readyAt = Date.now()): Promise<Received> => {
  await write(['answers'], (transaction) => keepAnswer(transaction, asker, outcome, readyAt))
  return { state: 'answered', readyAt }
}

const assertRoom = async ({ origin, documentId }: Asker): Promise<void> => {
  const waiting = await (await database()).getAllFromIndex('requests', 'state', 'pending')
  const own = waiting.find(({ asker }) => asker.documentId === documentId)
  if (own !== undefined)
    throw new ProviderError(ErrorCode.pending, 'This page already has a request that waits for an answer.', {
      data: { id: own.asker.requestId },
    })
  if (
    waiting.length >= MAX_WAITING ||
    waiting.filter(({ asker }) => asker.origin === origin).length >= MAX_WAITING_PER_ORIGIN
  )
    throw new ProviderError(ErrorCode.rateLimited, 'Too many requests are waiting for an answer.', {
      todo: 'Ask again when they are answered.',
    })
}

const isKnown = async (asker: Asker): Promise<boolean> => {
  const db = await database()
  const [request, kept] = await Promise.all([
    db.getKey('requests', requestIdOf(asker)),
    db.getKey('answers', [asker.documentId, asker.requestId]),
  ])
  return request !== undefined || kept !== undefined
}

const receiveTask = async (asker: Asker, task: SignedTask): Promise<Received> => {
  const { manifest } = task
  const taskId = taskIdOf(manifest)
  const existing = await liveGrantFor(asker.origin, taskId)
  if (existing !== undefined) return answer(asker, { result: publicGrant(existing) })

  const now = Date.now()
  const [rules, settings, choice] = await Promise.all([
    database().then((db) => db.getAll('rules')),
    readSettings(),
    chooseDataset(manifest),
  ])
  const policy = decide(rules, {
    origin: asker.origin,
    task: manifest,
    now,
    allowWithoutNoise: settings.allowWithoutNoise,
  })
  const refusal =
    policy.effect === 'refuse'
      ? { by: policy.ruleIds[0] ?? 'settings', reason: policy.reasons.join(' ') }
      : choice.state === 'spent'
        ? { by: 'budget', reason: `The privacy budget of ${choice.dataset.name} does not allow this task.` }
        : undefined
  const request: RequestRecord = {
    id: requestIdOf(asker),
    asker,
    task,
    taskId,
    termsHash: termsHash(manifest),
    receivedAt: now,
    state: refusal === undefined ? 'pending' : 'answered',
    ...(choice.state === 'fits' ? { datasetId: choice.dataset.id, epsilonAfter: choice.epsilonAfter } : {}),
    checks: { escrow: { state: 'running' }, coordinator: { state: 'running' } },
    reasons: policy.reasons,
    ...(refusal === undefined ? {} : { decidedAt: now, decision: { effect: 'refuse', ...refusal } }),
  }
  const readyAt = now + refusalDelay()
  await write(['requests', 'answers', 'activity'], async (transaction) => {
    await transaction.objectStore('requests').put(request)
    await appendActivity(transaction, {
      kind: 'request',
      text: `${asker.origin} asked to use ${manifest.data.category} data for “${manifest.title}”.`,
      data: { task: taskId, publisher: manifest.publisher.address },
    })
    if (refusal === undefined) return
    await appendActivity(transaction, {
      kind: 'refused',
      text: refusal.reason,
      data: { task: taskId, origin: asker.origin, by: refusal.by },
    })
    await keepAnswer(transaction, asker, refused(), readyAt)
  })
  if (refusal !== undefined) return { state: 'answered', readyAt }
  const canAllow = policy.effect === 'allow' && choice.state === 'fits'
  return { state: canAllow ? 'allowed' : 'waiting', requestId: request.id }
}

/**
 * Takes a request from a page. When it resolves, the request or its answer is on disk and may be acknowledged.
 * Repeating one (the page's channel replays after a worker died) changes nothing. Throws `ProviderError` where the
 * page itself is at fault and nothing was kept.
 */
export const receive = async (
  { asker, method, params }: Incoming,
  verifyOnChain: (chainId: number) => VerifyTypedData,
): Promise<Received> => {
  if (await isKnown(asker)) return { state: 'repeated' }
  switch (method) {
    case 'dataUse_getCapabilities':
      return answer(asker, { result: CAPABILITIES })
    case 'dataUse_getGrants':
      return answer(asker, { result: (await grantsOf(asker.origin)).map(publicGrant) })
    case 'dataUse_relinquish':
      await relinquishGrant(asker.origin, params)
      return answer(asker, { result: null })
    case 'dataUse_request': {
      await assertRoom(asker)
      const task = await readTaskParams(params, asker.origin, Date.now())
      await assertSignedByPublisher(task, verifyOnChain(task.manifest.reward.chainId))
      return receiveTask(asker, task)
    }
  }
}
