import { database, type Stores, type WriteTransaction, write } from '../db/database.ts'
import type { AnswerRecord, Asker } from '../db/schema.ts'
import { ErrorCode, ProviderError, type ProviderRpcError } from '../protocol/errors.ts'

/** A page that does not fetch its answer within this time has gone. */
const KEEP_MS = 10 * 60_000

export type Outcome = { readonly result: unknown } | { readonly error: ProviderRpcError }

/** The one refusal: the same for every reason. */
export const refused = (): { error: ProviderRpcError } => ({
  error: new ProviderError(ErrorCode.refused, 'The request was refused.').toJSON(),
})

/** Keeps the final answer to a page until it is delivered, at most ten minutes after `readyAt`. */
export const keepAnswer = async <Names extends Stores>(
  transaction: 'answers' extends Names[number] ? WriteTransaction<Names> : never,
  { documentId, requestId }: Pick<Asker, 'documentId' | 'requestId'>,
  outcome: Outcome,
  readyAt = Date.now(),
): Promise<void> => {
  const store = (transaction as unknown as WriteTransaction<['answers']>).objectStore('answers')
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

export const answerDelivered = (documentId: string, requestId: string): Promise<void> =>
  write(['answers'], (transaction) => transaction.objectStore('answers').delete([documentId, requestId]))

/** Answers that wait for their time: who asked, and when to tell. */
export const waitingAnswers = async (): Promise<readonly AnswerRecord[]> =>
  (await database()).getAll('answers')

export const dropExpiredAnswers = (): Promise<void> =>
  write(['answers'], async (transaction) => {
    const index = transaction.objectStore('answers').index('expiresAt')
    for await (const cursor of index.iterate(IDBKeyRange.upperBound(Date.now()))) await cursor.delete()
  })
