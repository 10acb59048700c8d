import { type IDBPDatabase, type IDBPTransaction, openDB, type StoreNames } from 'idb'
import { announceChange } from './changes.ts'
import { migrate } from './migrate.ts'
import type { ProvisoDB } from './schema.ts'

export const DATABASE_NAME = 'proviso'
export const DATABASE_VERSION = 4

export type Database = IDBPDatabase<ProvisoDB>
export type Stores = StoreNames<ProvisoDB>[]

let opened: Promise<Database> | undefined

/** The one connection of this context. Strict durability is asked for per transaction, in `write`. */
export const database = (): Promise<Database> => {
  opened ??= openDB<ProvisoDB>(DATABASE_NAME, DATABASE_VERSION, {
    upgrade: migrate,
    blocking: async () => {
      // A newer version of the extension wants to migrate: let go, and reopen at the next use.
      const current = await opened
      opened = undefined
      current?.close()
    },
    terminated: () => {
      opened = undefined
    },
  })
  opened.catch(() => {
    opened = undefined
  })
  return opened
}

export type WriteTransaction<Names extends Stores> = IDBPTransaction<ProvisoDB, Names, 'readwrite'>

/**
 * Runs `body` in one strictly durable transaction over `stores`: when the promise resolves the change is on disk;
 * when `body` throws nothing of it is. Afterwards every page of ours hears which stores changed.
 * `body` must await nothing but requests of this transaction.
 */
export const write = async <const Names extends Stores, T>(
  stores: Names,
  body: (transaction: WriteTransaction<Names>) => Promise<T>,
): Promise<T> => {
  const db = await database()
  const transaction = db.transaction(stores, 'readwrite', { durability: 'strict' })
  try {
    const result = await body(transaction)
    await transaction.done
    announceChange(stores)
    return result
  } catch (error) {
    // `done` rejects as well once aborted; the error that matters is the first one.
    transaction.done.catch(() => undefined)
    try {
      transaction.abort()
    } catch {
      // Already aborted by the failed request itself.
    }
    throw error
  }
}

/** For tests: forget the connection. */
export const closeDatabase = async (): Promise<void> => {
  const current = await opened
  opened = undefined
  current?.close()
}
