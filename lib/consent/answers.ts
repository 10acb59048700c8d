import { database, type Stores, type WriteTransaction, write } from '../db/database.ts'
import type { AnswerRecord, Asker } from '../db/schema.ts'
import { ErrorCode, ProviderError, type ProviderRpcError } from '../protocol/errors.ts'

/** A page that does not fetch its answer within this time has gone. */
const KEEP_MS = 10 * 60_000

/** A document has at most 32 open requests: more answers than that wait for nobody. */
const MAX_PER_DOCUMENT = 32
const MAX_KEPT = 500

export type Outcome = { readonly result: unknown } | { readonly error: ProviderRpcError }

/** The one refusal: the same for every reason. */
export const refused = (): { error: ProviderRpcError } => ({
  error: new ProviderError(ErrorCode.refused, 'The request was refused.').toJSON(),
})

/** Documents whose pages vanish before they are answered must not fill the disk: the oldest answers make room. */
const makeRoom = async (
  store: ReturnType<WriteTransaction<['answers']>['objectStore']>,
  documentId: string,
): Promise<void> => {
  const own = await store.getAll(IDBKeyRange.bound([documentId], [documentId, []]))
  const [oldest] = own.toSorted((a, b) => a.expiresAt - b.expiresAt)
  if (oldest !== undefined && own.length >= MAX_PER_DOCUMENT)
    await store.delete([documentId, oldest.requestId])
  else if ((await store.count()) >= MAX_KEPT) await (await store.index('expiresAt').openCursor())?.delete()
}

/** Keeps the final answer to a page until it is delivered, at most ten minutes after `readyAt`. */
export const keepAnswer = async <Names extends Stores>(
  transaction: 'answers' extends Names[number] ? WriteTransaction<Names> : never,
  { documentId, requestId }: Pick<Asker, 'documentId' | 'requestId'>,
  outcome: Outcome,
  readyAt = Date.now(),
): Promise<void> => {
  const store = (transaction as unknown as WriteTransaction<['answers']>).objectStore('answers')
  await makeRoom(store, documentId)
  await store.put({ documentId, requestId, ...outcome, readyAt, expiresAt: readyAt + KEEP_MS })
}

/** The answer, if there is one that may be told by now. */
export const takeAnswer = async (
  documentId: string,
  requestId: string,
): Promise<AnswerRecord | undefined> => {
  const answer = await (await database()).get('answers', [documentId, requestId])
  return answer !== undefined && answer.readyAt <= Date.now() ? answer : undefined
}

export const answerDelivered = async (documentId: string, requestId: string): Promise<void> => {
  const key: [string, string] = [documentId, requestId]
  // Most answers are told without being kept: a write for each would let a page wear out the disk.
  if ((await (await database()).getKey('answers', key)) === undefined) return
  await write(['answers'], (transaction) => transaction.objectStore('answers').delete(key))
}

/** Answers that wait for their time: who asked, and when to tell. */
export const waitingAnswers = async (): Promise<readonly AnswerRecord[]> =>
  (await database()).getAll('answers')

/** Those that may not be told yet at `now`. */
export const toldLater = <Names extends Stores>(
  transaction: 'answers' extends Names[number] ? WriteTransaction<Names> : never,
  now: number,
): Promise<readonly AnswerRecord[]> =>
  (transaction as unknown as WriteTransaction<['answers']>)
    .objectStore('answers')
    .index('expiresAt')
    .getAll(IDBKeyRange.lowerBound(now + KEEP_MS, true))

export const dropExpiredAnswers = (): Promise<void> =>
  write(['answers'], async (transaction) => {
    const index = transaction.objectStore('answers').index('expiresAt')
    for await (const cursor of index.iterate(IDBKeyRange.upperBound(Date.now()))) await cursor.delete()
  })
