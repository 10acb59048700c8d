import type { Page } from '@playwright/test'
import type { StandInRecords } from './records.ts'

/** Keys of the `state` store are not in its records. */
const rows = ({ state = {}, ...stores }: StandInRecords) => [
  ...Object.entries(stores).flatMap(([store, records]) =>
    records.map((value) => ({ store, key: undefined, value })),
  ),
  ...Object.entries(state).map(([key, value]) => ({ store: 'state', key, value })),
]

/** Empties every store but the vault's chunks and keys, then writes `records`. The page must have opened the database. */
export const seed = (page: Page, records: StandInRecords): Promise<void> =>
  page.evaluate(async (entries) => {
    localStorage.clear()
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('proviso')
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
    const kept = ['chunks', 'keys']
    const names = [...db.objectStoreNames]
    const transaction = db.transaction(names, 'readwrite')
    for (const name of names) if (!kept.includes(name)) transaction.objectStore(name).clear()
    for (const { store, key, value } of entries)
      if (key === undefined) transaction.objectStore(store).put(value)
      else transaction.objectStore(store).put(value, key)
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve()
      transaction.onabort = () => reject(transaction.error)
    })
    db.close()
  }, rows(records))
