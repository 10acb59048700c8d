import { database, type Stores, type WriteTransaction } from '../db/database.ts'
import type { ActivityRecord } from '../db/schema.ts'
import { createVerifier, GENESIS, hashOf, type Verification } from './chain.ts'
import type { ActivityKind } from './kinds.ts'
import { readForwards } from './read.ts'

/** `data` names what it is about: `task`, `origin`, ids, amounts. Never records of the person's, never a secret. */
export interface ActivityEntry extends Pick<ActivityRecord, 'text' | 'data'> {
  readonly kind: ActivityKind
}

/** Names of files and sites may hold halves of characters, which canonical JSON does not: no change fails for one. */
const wellFormed = (data: ActivityEntry['data']): ActivityEntry['data'] =>
  Object.fromEntries(
    Object.entries(data).map(([key, value]) => [
      key,
      typeof value === 'string' ? value.toWellFormed() : value,
    ]),
  )

/**
 * Adds an entry to the append-only, hash-chained log, inside the transaction of the change that it records, so that
 * neither exists without the other; transactions that write the log come one after the other, so that two entries never
 * follow the same one. Hashing is synchronous: awaiting anything else would end the transaction.
 */
export const appendActivity = async <Names extends Stores>(
  transaction: 'activity' extends Names[number] ? WriteTransaction<Names> : never,
  { kind, text, data }: ActivityEntry,
): Promise<void> => {
  const store = (transaction as unknown as WriteTransaction<['activity']>).objectStore('activity')
  const last = await store.openCursor(null, 'prev')
  const entry = {
    at: Date.now(),
    kind,
    text: text.toWellFormed(),
    data: wellFormed(data),
    previous: last?.value.hash ?? GENESIS,
  }
  await store.add({ ...entry, hash: hashOf(entry) })
}

/** Recomputes the whole log, and checks it against the time-stamps that are kept here. */
export const verifyLog = async (): Promise<Verification> => {
  const stamps = await (await database()).getAll('stamps')
  const verifier = createVerifier(stamps.map(({ seq, hash }) => ({ seq, hash: hash.slice(2) })))
  for await (const batch of readForwards()) if (!batch.every(verifier.take)) break
  return verifier.end()
}
