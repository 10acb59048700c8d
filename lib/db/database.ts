import { type IDBPDatabase, type IDBPTransaction, openDB, type StoreNames } from 'idb'
import { announceChange } from './changes.ts'
import type { ProvisoDB } from './schema.ts'

export const DATABASE_NAME = 'proviso'
export const DATABASE_VERSION = 2

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

type Upgrade = IDBPTransaction<ProvisoDB, StoreNames<ProvisoDB>[], 'versionchange'>

/** Answered records by age, in all and by origin: the oldest make room, so that no page fills the disk. */
const indexByAge = (upgrade: Upgrade, name: 'requests' | 'walletCalls'): void => {
  const store = upgrade.objectStore(name)
  store.createIndex('decidedAt', 'decidedAt')
  store.createIndex('origin', ['asker.origin', 'decidedAt'])
}

const migrate = (db: IDBPDatabase<ProvisoDB>, from: number, _to: number | null, upgrade: Upgrade): void => {
  if (from < 1) {
    db.createObjectStore('requests', { keyPath: 'id' }).createIndex('state', 'state')
    db.createObjectStore('answers', { keyPath: ['documentId', 'requestId'] }).createIndex(
      'expiresAt',
      'expiresAt',
    )
    const grants = db.createObjectStore('grants', { keyPath: 'id' })
    grants.createIndex('state', 'state')
    grants.createIndex('taskId', 'taskId')
    db.createObjectStore('rules', { keyPath: 'id' })
    db.createObjectStore('datasets', { keyPath: 'id' })
    db.createObjectStore('chunks', { keyPath: ['datasetId', 'index'] })
    db.createObjectStore('budgetEvents', { keyPath: 'id' }).createIndex('datasetId', 'datasetId')
    db.createObjectStore('rounds', { keyPath: ['taskId', 'round'] })
    const runs = db.createObjectStore('runs', { keyPath: 'id' })
    runs.createIndex('phase', 'phase')
    runs.createIndex('grantId', 'grantId')
    db.createObjectStore('checkpoints', { keyPath: 'runId' })
    db.createObjectStore('contributions', { keyPath: 'uid' }).createIndex('taskId', 'taskId')
    db.createObjectStore('seats', { keyPath: 'taskId' })
    db.createObjectStore('keys', { keyPath: 'id' })
    db.createObjectStore('state')
    db.createObjectStore('activity', { keyPath: 'seq', autoIncrement: true })
  }
  if (from < 2) {
    db.createObjectStore('walletCalls', { keyPath: 'id' }).createIndex('state', 'state')
    db.createObjectStore('sites', { keyPath: 'origin' })
    db.createObjectStore('throttles', { keyPath: 'origin' })
    indexByAge(upgrade, 'requests')
    indexByAge(upgrade, 'walletCalls')
  }
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
