import { appendActivity } from '../activity/log.ts'
import { database, write } from '../db/database.ts'
import type { Asker, Decision, SiteRecord, WalletCallRecord } from '../db/schema.ts'
import { ProvisoError } from '../protocol/errors.ts'
import type { GateAnswer, GateQuestion } from '../protocol/walletCalls.ts'
import { kindOf } from '../protocol/walletKinds.ts'
import { keepAnswer, type Outcome, refused } from './answers.ts'
import { keepNewest } from './keep.ts'
import { assertNotPaused, assertRoom, countRefusal } from './limits.ts'
import { logQuietRefusal } from './quietRefusals.ts'
import { refusalDelay } from './refusalDelay.ts'
import { walletEffectOf } from './sites.ts'

/** What happened to a question: told to whoever shows prompts and delivers answers. */
export type ReceivedCall =
  /** Answered at once. Nothing is kept: asked again, it has the same answer. */
  | { readonly state: 'told'; readonly outcome: Outcome }
  | { readonly state: 'answered'; readonly readyAt: number }
  | { readonly state: 'waiting'; readonly callId: string }
  | { readonly state: 'repeated' }

const callIdOf = ({ documentId, requestId }: Asker): string => `${documentId}:${requestId}`

const says = (result: GateAnswer): Outcome => ({ result })
const told = (outcome: Outcome): ReceivedCall => ({ state: 'told', outcome })

/** What became of a question that has been here before. */
const repeated = async (asker: Asker): Promise<ReceivedCall | undefined> => {
  const db = await database()
  const [call, kept] = await Promise.all([
    db.get('walletCalls', callIdOf(asker)),
    db.getKey('answers', [asker.documentId, asker.requestId]),
  ])
  if (kept !== undefined || call?.state === 'pending') return { state: 'repeated' }
  // The page was away for longer than its answer was kept.
  return call && told(call.decision?.effect === 'allow' ? says('pass') : refused())
}

/**
 * Takes a question that the gate of a page stopped. When it resolves, the question or its answer is on disk, or needs no
 * disk. What the page calls the kind is not believed: it is found again here. Throws `ProviderError` where the page is
 * at fault.
 */
export const receiveWalletCall = async (asker: Asker, question: GateQuestion): Promise<ReceivedCall> => {
  const earlier = await repeated(asker)
  if (earlier !== undefined) return earlier
  const { method, params, silent } = question
  const kind = kindOf(method, params)
  const effect = kind === undefined ? 'pass' : await walletEffectOf(asker.origin, kind)
  if (kind === undefined || effect === 'pass' || effect === 'allow') return told(says('pass'))
  if (silent) return told(says('withhold'))
  const now = Date.now()
  await assertNotPaused(asker, now)
  const call = { id: callIdOf(asker), asker, kind, method, receivedAt: now }
  const readyAt = now + refusalDelay()
  const stores = ['walletCalls', 'answers', 'throttles', 'state', 'activity'] as const
  return write([...stores], async (transaction): Promise<ReceivedCall> => {
    const calls = transaction.objectStore('walletCalls')
    if ((await calls.getKey(call.id)) !== undefined) return { state: 'repeated' }
    await assertRoom(transaction, 'walletCalls', asker, now)
    await keepNewest(transaction, 'walletCalls', asker.origin)
    if (effect === 'ask') {
      await calls.put({ ...call, params, state: 'pending' })
      return { state: 'waiting', callId: call.id }
    }
    const decision = { effect, by: 'site', reason: 'You said so for this site.' } as const
    await calls.put({ ...call, state: 'answered', decidedAt: now, decision })
    const entry = {
      kind: 'refused',
      text: `${asker.origin} was refused: ${method}. ${decision.reason}`,
      data: { origin: asker.origin, method, by: decision.by },
    } as const
    await logQuietRefusal(transaction, asker.origin, [entry], now)
    await countRefusal(transaction, asker, readyAt)
    await keepAnswer(transaction, asker, refused(), readyAt)
    return { state: 'answered', readyAt }
  })
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
  write(['walletCalls', 'sites', 'answers', 'throttles', 'activity'], async (transaction) => {
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
    if (effect === 'refuse') await countRefusal(transaction, call.asker, Date.now())
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
