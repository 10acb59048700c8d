import type { Stores, WriteTransaction } from '../db/database.ts'

/** Answered requests that the person can look back at. Grants carry their own task: nothing lives from these records. */
const MAX_ANSWERED = 1000
const MAX_ANSWERED_PER_ORIGIN = 100

type Kept = 'requests' | 'walletCalls'

/** Deletes the oldest answered records where there are too many, of `origin` or in all. Reads keys, not records. */
export const keepNewest = async <Names extends Stores, Name extends Kept>(
  transaction: Name extends Names[number] ? WriteTransaction<Names> : never,
  name: Name,
  origin?: string,
): Promise<void> => {
  const store = (transaction as unknown as WriteTransaction<[Kept]>).objectStore(name)
  const drop = async (keys: readonly string[]) => {
    for (const key of keys) await store.delete(key)
  }
  if (origin !== undefined) {
    const index = store.index('origin')
    const own = IDBKeyRange.bound([origin], [origin, []])
    const excess = (await index.count(own)) - MAX_ANSWERED_PER_ORIGIN
    if (excess > 0) await drop(await index.getAllKeys(own, excess))
  }
  const byAge = store.index('decidedAt')
  const excess = (await byAge.count()) - MAX_ANSWERED
  if (excess > 0) await drop(await byAge.getAllKeys(null, excess))
}
