import { openDB } from 'idb'
import { beforeEach, describe, expect, it } from 'vitest'
import { closeDatabase, DATABASE_NAME, database } from '../../db/database.ts'
import type { DatasetRecord } from '../../db/schema.ts'
import { readBudget } from '../budget.ts'
import { deleteDataset } from '../delete.ts'
import { importDataset } from '../import.ts'
import { debitNow } from '../testing/debitNow.ts'
import { emptyDatabase, fileOf } from '../testing/vault.ts'
import { hashOlderDatasets } from './hashOlder.ts'
import { roundOn } from './testing/memoryStores.ts'

const add = (text: string) => importDataset([fileOf('t.csv', text)])

/** Makes the database one of version 3: no sets, no key for them, no units. What it holds is as version 3 wrote it. */
const asVersion3 = async (): Promise<void> => {
  const stores = ['datasets', 'chunks', 'budgetEvents', 'keys'] as const
  const db = await database()
  const found = await Promise.all(stores.map((store) => db.getAll(store)))
  await emptyDatabase()
  const old = await openDB(DATABASE_NAME, 3, {
    upgrade: (fresh) => {
      fresh.createObjectStore('datasets', { keyPath: 'id' })
      fresh.createObjectStore('chunks', { keyPath: ['datasetId', 'index'] })
      fresh.createObjectStore('budgetEvents', { keyPath: 'id' }).createIndex('datasetId', 'datasetId')
      fresh.createObjectStore('keys', { keyPath: 'id' })
      fresh.createObjectStore('grants', { keyPath: 'id' })
      fresh.createObjectStore('activity', { keyPath: 'seq', autoIncrement: true })
    },
  })
  for (const [i, store] of stores.entries())
    for (const { recordSet: _set, unit: _unit, ...record } of found[i]! as unknown as Record<
      string,
      unknown
    >[])
      if (record.id !== 'records') await old.put(store, record)
  old.close()
}

const datasetNow = async (id: string) => (await (await database()).get('datasets', id)) as DatasetRecord

beforeEach(emptyDatabase)

describe('a vault of version 3', () => {
  it('keeps its datasets and events, and counts by kind until its records are known', async () => {
    const used = await add('x,y\n1,2\n3,4\n')
    const other = await add('x,y\n5,6\n')
    await debitNow(roundOn(used.id))
    const before = await readBudget(used.id)
    await asVersion3()

    expect(await (await database()).getAll('budgetEvents')).toMatchObject([
      { datasetId: used.id, unit: 'record', steps: 40 },
    ])
    expect(await readBudget(used.id)).toMatchObject({ spent: before.spent, isExact: false })
    expect(await readBudget(other.id)).toMatchObject({ spent: before.spent, isExact: false })

    await hashOlderDatasets()
    expect(await readBudget(used.id)).toEqual(before)
    expect(await readBudget(other.id)).toMatchObject({ spent: 0, isExact: true, sharedWith: [] })
    const again = await add('y,x\n2,1\n')
    expect(await readBudget(again.id)).toMatchObject({ spent: before.spent, isExact: true })
  })

  it('hashes a dataset before its records go, so that they stay known', async () => {
    const used = await add('x\n1\n')
    await debitNow(roundOn(used.id))
    await asVersion3()
    await deleteDataset(used.id)
    expect(await readBudget((await add('x\n2\n')).id)).toMatchObject({ spent: 0, isExact: true })
    expect((await readBudget((await add('x\n1\n')).id)).spent).toBeGreaterThan(2)
  })

  it('goes on counting by kind for what was deleted under it, for ever', async () => {
    const used = await add('x\n1\n')
    await debitNow(roundOn(used.id))
    await deleteDataset(used.id)
    await asVersion3()
    await hashOlderDatasets()
    const fresh = await readBudget((await add('x\n2\n')).id)
    expect(fresh.spent).toBeGreaterThan(2)
    expect(fresh).toMatchObject({ isExact: false, sharedWith: [{ id: used.id }] })
  })

  it('is hashed once, however many pages begin', async () => {
    const { id } = await add('x\n1\n')
    await asVersion3()
    await Promise.all([hashOlderDatasets(), hashOlderDatasets(), hashOlderDatasets()])
    const { recordSet } = await datasetNow(id)
    expect(recordSet).toMatch(/^[0-9a-f]{64}$/)
    await hashOlderDatasets()
    expect((await datasetNow(id)).recordSet).toBe(recordSet)
    expect(await (await database()).count('recordSets')).toBe(1)
  })
})

it('a dataset that cannot be read stays unknown, and others are hashed all the same', async () => {
  const broken = await add('x\n1\n')
  const whole = await add('x\n2\n')
  await asVersion3()
  await (await database()).delete('chunks', [broken.id, 0])
  await hashOlderDatasets()
  expect((await datasetNow(broken.id)).recordSet).toBeUndefined()
  expect((await datasetNow(whole.id)).recordSet).toBeDefined()
  await closeDatabase()
})
