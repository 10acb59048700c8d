import 'fake-indexeddb/auto'
import { database, write } from '../db/database.ts'
import type { ProvisoDB, Settings, WalletState } from '../db/schema.ts'

const NAMES = [
  'requests',
  'grants',
  'rules',
  'datasets',
  'budgetEvents',
  'runs',
  'contributions',
  'seats',
  'activity',
  'walletCalls',
  'sites',
  'throttles',
] as const

type Name = (typeof NAMES)[number]

/** Replaces what the stores hold, in a fake IndexedDB. */
export const fillStores = async (
  records: { readonly [S in Name]?: readonly ProvisoDB[S]['value'][] },
  state: { readonly wallet?: WalletState; readonly settings?: Partial<Settings> } = {},
): Promise<void> => {
  await write([...NAMES, 'state'], async (transaction) => {
    for (const name of NAMES) await transaction.objectStore(name).clear()
    await transaction.objectStore('state').clear()
    for (const [key, value] of Object.entries(state))
      await transaction.objectStore('state').put(value as Settings | WalletState, key)
  })
  const db = await database()
  for (const name of NAMES) for (const record of records[name] ?? []) await db.put(name, record as never)
}
