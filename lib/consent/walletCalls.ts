import { appendActivity } from '../activity/log.ts'
import { database, write } from '../db/database.ts'
import type { Asker, Decision, SiteRecord, WalletCallRecord } from '../db/schema.ts'
import { ErrorCode, ProviderError, ProvisoError } from '../protocol/errors.ts'
import type { GateAnswer, GateQuestion } from '../protocol/walletCalls.ts'
import { kindOf } from '../protocol/walletKinds.ts'
import { keepAnswer, type Outcome, refused } from './answers.ts'
import { refusalDelay } from './refusalDelay.ts'
import { walletEffectOf } from './sites.ts'

/** What happened to a question: told to whoever shows prompts and delivers answers. */
export type ReceivedCall =
  | { readonly state: 'answered'; readonly readyAt: number }
  | { readonly state: 'waiting'; readonly callId: string }
  | { readonly state: 'repeated' }

const MAX_WAITING_PER_ORIGIN = 3

const callIdOf = ({ documentId, requestId }: Asker): string => `${documentId}:${requestId}`

const answer = async (asker: Asker, outcome: Outcome, readyAt = Date.now()): Promise<ReceivedCall> => {
  await write(['answers'], (transaction) => keepAnswer(transaction, asker, outcome, readyAt))
  return { state: 'answered', readyAt }
}

const says = (result: GateAnswer): Outcome => ({ result })

const isKnown = async (asker: Asker): Promise<boolean> => {
  const db = await database()
  const [call, kept] = await Promise.all([
    db.getKey('walletCalls', callIdOf(asker)),
    db.getKey('answers', [asker.documentId, asker.requestId]),
  ])
  return call !== undefined || kept !== undefined
}

const assertRoom = async ({ origin }: Asker): Promise<void> => {
  const waiting = await (await database()).getAllFromIndex('walletCalls', 'state', 'pending')
  if (waiting.filter(({ asker }) => asker.origin === origin).length >= MAX_WAITING_PER_ORIGIN)
    throw new ProviderError(ErrorCode.rateLimited, 'Too many questions of this site wait for an answer.', {
      todo: 'Ask again when they are answered.',
    })
}

/**
 * Takes a question that the gate of a page stopped. When it resolves, the question or its answer is on disk. What the page
 * calls the kind is not believed: it is found again here. Throws `ProviderError` where the page is at fault.
 */
export const receiveWalletCall = async (asker: Asker, question: GateQuestion): Promise<ReceivedCall> => {
  if (await isKnown(asker)) return { state: 'repeated' }
  const { method, params, silent } = question
  const kind = kindOf(method, params)
  const effect = kind === undefined ? 'pass' : await walletEffectOf(asker.origin, kind)
  if (kind === undefined || effect === 'pass' || effect === 'allow') return answer(asker, says('pass'))
  if (silent) return answer(asker, says('withhold'))
  if (effect === 'refuse') return answer(asker, refused(), Date.now() + refusalDelay())
  await assertRoom(asker)
  const call: WalletCallRecord = {
    id: callIdOf(asker),
    asker,
    kind,
    method,
    params,
    receivedAt: Date.now(),
    state: 'pending',
  }
  await write(['walletCalls'], (transaction) => transaction.objectStore('walletCalls').put(call))
  return { state: 'waiting', callId: call.id }
}

const decidedSite = (
  site: SiteRecord | undefined,
  { asker, kind }: WalletCallRecord,
  effect: Decision['effect'],
): SiteRecord => ({
  ...site,
  origin: asker.origin,
  wallet: { ...site?.wallet, [kind]: effect },
  changedAt: Date.now(),
})

/**
 * Answers a waiting question for good; decision, remembered word, log and answer are written together. Returns who
 * asked. Throws `request/answered` where it does not wait any more.
 */
export const answerWalletCall = (
  callId: string,
  { effect, by, reason, remember }: Decision & { readonly remember: boolean },
): Promise<Asker> =>
  write(['walletCalls', 'sites', 'answers', 'activity'], async (transaction) => {
    const calls = transaction.objectStore('walletCalls')
    const call = await calls.get(callId)
    if (call?.state !== 'pending')
      throw new ProvisoError('request/answered', 'This question has been answered, or its page has gone.')
    const { params: _, ...kept } = call
    await calls.put({
      ...kept,
      state: 'answered',
      decidedAt: Date.now(),
      decision: { effect, by, reason },
    })
    const sites = transaction.objectStore('sites')
    if (remember) await sites.put(decidedSite(await sites.get(call.asker.origin), call, effect))
    await keepAnswer(transaction, call.asker, effect === 'allow' ? says('pass') : refused())
    await appendActivity(transaction, {
      kind: effect === 'allow' ? 'allowed' : 'refused',
      text: `${call.asker.origin} was ${effect === 'allow' ? 'let through to the wallet' : 'refused'}: ${call.method}. ${reason}`,
      data: { origin: call.asker.origin, method: call.method, by },
    })
    return call.asker
  })

/** Questions whose page has gone are closed: nobody is left to hear the answer. */
export const dropWalletCalls = async (hasGone: (asker: Asker) => boolean): Promise<void> => {
  const waiting = await (await database()).getAllFromIndex('walletCalls', 'state', 'pending')
  const gone = waiting.filter(({ asker }) => hasGone(asker))
  if (gone.length === 0) return
  await write(['walletCalls'], async (transaction) => {
    const calls = transaction.objectStore('walletCalls')
    for (const { id } of gone) {
      const call = await calls.get(id)
      if (call?.state !== 'pending') continue
      const { params: _, ...kept } = call
      await calls.put({
        ...kept,
        state: 'answered',
        decidedAt: Date.now(),
        decision: { effect: 'refuse', by: 'page-gone', reason: 'The page that asked has gone.' },
      })
    }
  })
}
