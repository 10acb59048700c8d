import 'fake-indexeddb/auto'
import { deleteDB, openDB } from 'idb'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { closeDatabase, DATABASE_NAME, DATABASE_VERSION, database } from './database.ts'

/** The stores of version 1, as people who installed it have them: never changed any more. */
const VERSION_1: Readonly<Record<string, IDBObjectStoreParameters>> = {
  requests: { keyPath: 'id' },
  answers: { keyPath: ['documentId', 'requestId'] },
  grants: { keyPath: 'id' },
  rules: { keyPath: 'id' },
  datasets: { keyPath: 'id' },
  chunks: { keyPath: ['datasetId', 'index'] },
  budgetEvents: { keyPath: 'id' },
  rounds: { keyPath: ['taskId', 'round'] },
  runs: { keyPath: 'id' },
  checkpoints: { keyPath: 'runId' },
  contributions: { keyPath: 'uid' },
  seats: { keyPath: 'taskId' },
  keys: { keyPath: 'id' },
  state: {},
  activity: { keyPath: 'seq', autoIncrement: true },
}

beforeEach(() => deleteDB(DATABASE_NAME))
afterEach(closeDatabase)

it('a database of version 1 keeps its records and gains what is new', async () => {
  const old = await openDB(DATABASE_NAME, 1, {
    upgrade: (db) => {
      for (const [name, options] of Object.entries(VERSION_1)) db.createObjectStore(name, options)
    },
  })
  const times = { createdAt: 1, expiresAt: 2 }
  const origin = 'https://digits.example'
  const privacy = { mechanism: 'local', maxEpsilon: 3 }
  await old.put('rules', { id: 'r1', effect: 'refuse', origin, ...times })
  await old.put('rules', { id: 'r2', effect: 'allow', origin, category: 'pd:Picture', privacy, ...times })
  await old.put('requests', { id: 'q1', state: 'pending', reasons: ['No rule.'] })
  await old.put('state', { onboarded: true }, 'settings')
  const event = { id: 't:1', datasetId: 'd', mechanism: 'subsampled-gaussian', noiseMultiplier: 2, steps: 40 }
  await old.put('budgetEvents', event)
  old.close()

  const db = await database()
  expect(db.version).toBe(DATABASE_VERSION)
  const who = { origins: [origin] }
  expect(await db.getAll('rules')).toEqual([
    { id: 'r1', effect: 'refuse', source: 'answer', who, what: {}, ...times },
    {
      id: 'r2',
      effect: 'allow',
      source: 'answer',
      who,
      what: { categories: ['pd:Picture'] },
      needs: { noise: true, maxEpsilonPerTask: 3 },
      ...times,
    },
  ])
  expect(await db.get('requests', 'q1')).toEqual({
    id: 'q1',
    state: 'pending',
    because: [{ kind: 'no-rule' }],
  })
  expect(await db.get('state', 'settings')).toEqual({ onboarded: true })
  expect(await db.getAll('budgetEvents')).toEqual([{ ...event, unit: 'record' }])
  expect(await db.getAll('recordSets')).toEqual([])
  expect(await db.getAll('sites')).toEqual([])
  expect(await db.getAllFromIndex('walletCalls', 'state', 'pending')).toEqual([])
  expect(await db.getAll('throttles')).toEqual([])
})

it('a new database has the same stores as one that was brought up to date', async () => {
  const fresh = [...(await database()).objectStoreNames]
  await closeDatabase()
  await deleteDB(DATABASE_NAME)
  const old = await openDB(DATABASE_NAME, 1, {
    upgrade: (db) => {
      for (const [name, options] of Object.entries(VERSION_1)) db.createObjectStore(name, options)
    },
  })
  old.close()
  expect([...(await database()).objectStoreNames]).toEqual(fresh)
})

it('a connection that a newer version of the extension wants closed lets go', async () => {
  await database()
  const newer = await openDB(DATABASE_NAME, DATABASE_VERSION + 1, { upgrade: () => undefined })
  expect(newer.version).toBe(DATABASE_VERSION + 1)
  newer.close()
})
