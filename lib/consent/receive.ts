import type { ActivityEntry } from '../activity/log.ts'
import type { VerifyTypedData } from '../attest/signature.ts'
import { database, write } from '../db/database.ts'
import type { Asker, RequestRecord } from '../db/schema.ts'
import type { Decision } from '../policy/decision.ts'
import type { DataUseMethod } from '../protocol/provider.ts'
import { type SignedTask, taskIdOf, termsHash } from '../protocol/task.ts'
import { exceededError } from '../vault/ledger/spend.ts'
import { labelOf } from '../vocabulary/terms.ts'
import { keepAnswer, type Outcome, refused } from './answers.ts'
import { CAPABILITIES } from './capabilities.ts'
import { chooseDataset, type DatasetChoice } from './datasetChoice.ts'
import { gatherFacts } from './facts.ts'
import { grantsOf, liveGrantFor, publicGrant, relinquishGrant } from './grants.ts'
import { keepNewest } from './keep.ts'
import { assertMayAsk, assertRoom, countRefusal } from './limits.ts'
import { decideNow, readDevice, reasonOf } from './policy.ts'
import { assertSignedByPublisher } from './publisherSignature.ts'
import { logQuietRefusal, logShownRequest } from './quietRefusals.ts'
import { chosenOf } from './rechoose.ts'
import { refusalDelay } from './refusalDelay.ts'
import { isOffFor } from './sites.ts'
import { readTaskParams } from './taskParams.ts'

export interface Incoming {
  readonly asker: Asker
  readonly method: DataUseMethod
  readonly params: unknown
}

/** What happened to an incoming request: told to whoever shows prompts and delivers answers. */
export type Received =
  /** Answered at once. Nothing is kept: asked again, after a lost connection, it has the same answer. */
  | { readonly state: 'told'; readonly outcome: Outcome }
  /** Refused without asking; the answer is on disk and may be told at `readyAt`. */
  | { readonly state: 'answered'; readonly readyAt: number }
  /** The person must be asked. */
  | { readonly state: 'waiting'; readonly requestId: string }
  /** The person's rules allow it, or may once the chain has been asked: `settle` decides then. */
  | { readonly state: 'undecided'; readonly requestId: string }
  /** Known already: nothing new happened. */
  | { readonly state: 'repeated' }

export interface Ports {
  readonly verifyOnChain: (chainId: number) => VerifyTypedData
  /** The person will be asked: told before the request is on disk, which `receive` still waits for. */
  readonly onAsk?: () => void
}

export const requestIdOf = ({ documentId, requestId }: Asker): string => `${documentId}:${requestId}`

const told = (result: unknown): Received => ({ state: 'told', outcome: { result } })

/** The answer to an earlier request, where it was kept no longer than the page was away. */
const answerAgain = async ({ asker, taskId, decision }: RequestRecord): Promise<Received> => {
  if (decision?.effect !== 'allow') return { state: 'told', outcome: refused() }
  const grants = (await grantsOf(asker.origin)).filter((grant) => grant.taskId === taskId)
  const [newest] = grants.toSorted((a, b) => b.createdAt - a.createdAt)
  return newest === undefined ? { state: 'told', outcome: refused() } : told(publicGrant(newest))
}

/** What became of a request that has been here before. */
const repeated = async (asker: Asker): Promise<Received | undefined> => {
  const db = await database()
  const [request, kept] = await Promise.all([
    db.get('requests', requestIdOf(asker)),
    db.getKey('answers', [asker.documentId, asker.requestId]),
  ])
  if (kept !== undefined || request?.state === 'pending') return { state: 'repeated' }
  return request && answerAgain(request)
}

interface Refusal {
  readonly by: string
  readonly reason: string
}

/** Why nobody is asked, if nobody is. A page never learns which it was. */
const refusalOf = async (
  isOff: boolean,
  decision: Decision,
  choice: DatasetChoice,
): Promise<Refusal | undefined> => {
  if (isOff) return { by: 'off', reason: 'Proviso is switched off for this site.' }
  if (decision.effect === 'refuse')
    return { by: decision.ruleIds[0] ?? 'settings', reason: await reasonOf(decision) }
  if (choice.state === 'spent')
    return { by: 'budget', reason: exceededError(choice.dataset, choice.exceeded).shortMessage }
  return undefined
}

const receiveTask = async (
  asker: Asker,
  task: SignedTask,
  { verifyOnChain, onAsk }: Ports,
): Promise<Received> => {
  const { manifest } = task
  const taskId = taskIdOf(manifest)
  // Side by side: somebody waits for the prompt.
  const [isOff, existing, choice, device] = await Promise.all([
    isOffFor(asker),
    liveGrantFor(asker.origin, taskId),
    chooseDataset(manifest),
    readDevice(),
    assertSignedByPublisher(task, verifyOnChain(manifest.reward.chainId)),
  ])
  if (existing !== undefined && !isOff) return told(publicGrant(existing))

  const now = Date.now()
  const facts = await gatherFacts(asker, manifest, choice, device, now)
  const decision = await decideNow(facts)
  const refusal = await refusalOf(isOff, decision, choice)
  const isUndecided =
    refusal === undefined &&
    choice.state === 'fits' &&
    (decision.effect === 'allow' || decision.awaits.length > 0)
  const request: RequestRecord = {
    id: requestIdOf(asker),
    asker,
    task,
    taskId,
    termsHash: termsHash(manifest),
    receivedAt: now,
    state: refusal === undefined ? 'pending' : 'answered',
    ...chosenOf(choice),
    checks: { escrow: { state: 'running' }, coordinator: { state: 'running' } },
    because: decision.because,
    facts,
    ...(isUndecided ? { undecided: true } : {}),
    ...(refusal === undefined ? {} : { decidedAt: now, decision: { effect: 'refuse', ...refusal } }),
  }
  const readyAt = now + refusalDelay()
  const asked: ActivityEntry = {
    kind: 'request',
    text: `${asker.origin} asked to use data of the category ${labelOf(manifest.data.category)} for “${manifest.title}”.`,
    data: { task: taskId, origin: asker.origin, publisher: manifest.publisher.address },
  }
  // The window takes longer than the disk. What it reads waits for what is written here.
  if (refusal === undefined && !isUndecided) onAsk?.()
  const isNew = await write(
    ['requests', 'answers', 'throttles', 'state', 'activity'],
    async (transaction) => {
      // Here and not only before: several that arrive together must not all find the same room.
      const requests = transaction.objectStore('requests')
      if ((await requests.getKey(request.id)) !== undefined) return false
      await assertRoom(transaction, 'requests', asker, now)
      await requests.put(request)
      await keepNewest(transaction, 'requests', asker.origin)
      if (refusal === undefined) {
        await logShownRequest(transaction, asker.origin, asked, now)
        return true
      }
      const { by, reason } = refusal
      const data = { task: taskId, origin: asker.origin, by }
      await logQuietRefusal(transaction, asker.origin, [asked, { kind: 'refused', text: reason, data }], now)
      await countRefusal(transaction, asker, readyAt)
      await keepAnswer(transaction, asker, refused(), readyAt)
      return true
    },
  )
  if (!isNew) return { state: 'repeated' }
  if (refusal !== undefined) return { state: 'answered', readyAt }
  return { state: isUndecided ? 'undecided' : 'waiting', requestId: request.id }
}

/**
 * Takes a request from a page. When it resolves, the request or its answer is on disk and may be acknowledged, or needs
 * no disk. Repeating one (the page's channel replays after a worker died) changes nothing. Throws `ProviderError`
 * where the page itself is at fault and nothing was kept.
 */
export const receive = async ({ asker, method, params }: Incoming, ports: Ports): Promise<Received> => {
  switch (method) {
    case 'dataUse_getCapabilities':
      return told(CAPABILITIES)
    case 'dataUse_getGrants':
      return told((await grantsOf(asker.origin)).map(publicGrant))
    case 'dataUse_relinquish':
      await relinquishGrant(asker.origin, params)
      return told(null)
    case 'dataUse_request': {
      const earlier = await repeated(asker)
      if (earlier !== undefined) return earlier
      await assertMayAsk(asker)
      const task = await readTaskParams(params, asker.origin, Date.now())
      return receiveTask(asker, task, ports)
    }
  }
}
