import type { Page } from '@playwright/test'
import type { ProvisoDB, StoreName } from '../../lib/db/schema.ts'

/** All records of one store of the extension, read on one of its own pages. Bytes do not survive the way here. */
export const readStore = <Name extends StoreName>(
  ownPage: Page,
  name: Name,
): Promise<ProvisoDB[Name]['value'][]> =>
  ownPage.evaluate(
    (store) =>
      new Promise<unknown[]>((resolve, reject) => {
        const opening = indexedDB.open('proviso')
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          const db = opening.result
          const reading = db.transaction(store).objectStore(store).getAll()
          reading.onerror = () => reject(reading.error)
          reading.onsuccess = () => {
            db.close()
            resolve(reading.result)
          }
        }
      }),
    name,
  ) as Promise<ProvisoDB[Name]['value'][]>
