import { database, type Stores, type WriteTransaction, write } from '../db/database.ts'
import type { Asker } from '../db/schema.ts'
import { ErrorCode, ProviderError } from '../protocol/errors.ts'
import { toldLater } from './answers.ts'
import { isPaused, isSpent, withRefusal } from './throttle.ts'

/** Most requests of one origin, of all frames of one page's origin, and of all together, that may wait for the person. */
const MAX_WAITING_PER_ORIGIN = 3
const MAX_WAITING = 20
/** Permissions that one origin, and all together, may be given in an hour: each stays, and so does its line in the log. */
const MAX_GRANTED_PER_ORIGIN = 20
const MAX_GRANTED = 100
const HOUR_MS = 3_600_000

/** A page answers for the frames in it: with origins of its own making it could otherwise ask without end. */
const originsOf = ({ origin, topOrigin }: Asker): readonly string[] => [...new Set([origin, topOrigin])]

/** Notes that a page was, or at `at` will be, told that it is refused, whoever or whatever refused it. */
export const countRefusal = async <Names extends Stores>(
  transaction: 'throttles' extends Names[number] ? WriteTransaction<Names> : never,
  asker: Asker,
  at: number,
): Promise<void> => {
  const store = (transaction as unknown as WriteTransaction<['throttles']>).objectStore('throttles')
  for (const origin of originsOf(asker)) await store.put(withRefusal(await store.get(origin), origin, at))
}

/** Throws `ProviderError` -32005 where the origin, or the page around it, was refused too often just now. */
export const assertNotPaused = async (asker: Asker, now: number): Promise<void> => {
  const db = await database()
  for (const origin of originsOf(asker))
    if (isPaused(await db.get('throttles', origin), now))
      throw new ProviderError(ErrorCode.rateLimited, 'This site was refused several times in a row.', {
        todo: 'Wait for a minute. Ask when a person has clicked for it.',
      })
}

export const dropSpentThrottles = async (now: number): Promise<void> => {
  const spent = (await (await database()).getAll('throttles')).filter((record) => isSpent(record, now))
  if (spent.length === 0) return
  await write(['throttles'], async (transaction) => {
    const store = transaction.objectStore('throttles')
    for (const { origin } of spent) {
      const record = await store.get(origin)
      if (record !== undefined && isSpent(record, now)) await store.delete(origin)
    }
  })
}

type Waiting = 'requests' | 'walletCalls'

/**
 * Who waits for an answer. A refusal that nobody was asked for waits too until it is told, or a page could tell it from a
 * person by asking again.
 */
const waitingAskers = async (
  transaction: WriteTransaction<[Waiting, 'answers']>,
  name: Waiting,
  now: number,
): Promise<readonly Asker[]> => {
  const store = transaction.objectStore(name)
  const waiting = (await store.index('state').getAll('pending')).map(({ asker }) => asker)
  for (const { documentId, requestId } of await toldLater(transaction, now)) {
    const refused = await store.get(`${documentId}:${requestId}`)
    if (refused !== undefined) waiting.push(refused.asker)
  }
  return waiting
}

/**
 * Throws `ProviderError` -32005 where too many wait. One document may ask for the use of data only once at a time: -32002;
 * a wallet may well be asked two things at once.
 */
export const assertRoom = async <Names extends Stores, Name extends Waiting>(
  transaction: Name | 'answers' extends Names[number] ? WriteTransaction<Names> : never,
  name: Name,
  { origin, topOrigin, documentId }: Asker,
  now: number,
): Promise<void> => {
  const reading = transaction as unknown as WriteTransaction<[Waiting, 'answers']>
  const waiting = await waitingAskers(reading, name, now)
  const own = waiting.find((asker) => asker.documentId === documentId)
  if (own !== undefined && name === 'requests')
    throw new ProviderError(ErrorCode.pending, 'This page already has a request that waits for an answer.', {
      data: { id: own.requestId },
    })
  const many = (isAlike: (asker: Asker) => boolean) =>
    waiting.filter(isAlike).length >= MAX_WAITING_PER_ORIGIN
  if (
    waiting.length >= MAX_WAITING ||
    many((asker) => asker.origin === origin) ||
    many((asker) => asker.topOrigin === topOrigin)
  )
    throw new ProviderError(ErrorCode.rateLimited, 'Too many requests are waiting for an answer.', {
      todo: 'Ask again when they are answered.',
    })
}

/** A page that a rule allows could otherwise give its permission up and ask for the next one without end. */
const assertNotGrantedTooOften = async (origin: string, now: number): Promise<void> => {
  const recent = (await (await database()).getAll('grants')).filter(
    ({ createdAt }) => now - HOUR_MS < createdAt && createdAt <= now,
  )
  const own = recent.filter((grant) => grant.origin === origin)
  if (own.length >= MAX_GRANTED_PER_ORIGIN || recent.length >= MAX_GRANTED)
    throw new ProviderError(ErrorCode.rateLimited, 'Many permissions were given within an hour.', {
      todo: 'Use those that stand, or ask again later.',
    })
}

/** Before anything costly is done for a request: may it wait at all? Decided for good when it is written. */
export const assertMayAsk = async (asker: Asker): Promise<void> => {
  const now = Date.now()
  await assertNotPaused(asker, now)
  await assertNotGrantedTooOften(asker.origin, now)
  const reading = (await database()).transaction(['requests', 'answers'])
  await assertRoom(reading as unknown as WriteTransaction<['requests', 'answers']>, 'requests', asker, now)
}
