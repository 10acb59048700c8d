import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, describe, expect, it } from 'vitest'
import { closeDatabase, database } from '../db/database.ts'
import type { DatasetRecord, GrantRecord } from '../db/schema.ts'
import { taskIdOf } from '../protocol/task.ts'
import { budgetEventFixture } from '../views/views.fixture.ts'
import { chooseDataset } from './datasetChoice.ts'
import { datasetFixture, signedTask } from './task.fixture.ts'

const add = async (changes: Partial<DatasetRecord> = {}) =>
  (await database()).put('datasets', datasetFixture(changes))
const use = async (datasetId: string, steps: number) =>
  (await database()).put('budgetEvents', budgetEventFixture({ id: `${datasetId}:1`, datasetId, steps }))
const choose = async () => chooseDataset((await signedTask()).manifest)

beforeEach(async () => {
  await closeDatabase()
  globalThis.indexedDB = new IDBFactory()
})

describe('a task is not offered', () => {
  it('for data whose records cannot be read, and so not be known again', async () => {
    const { recordSet: _none, ...unread } = datasetFixture()
    await (await database()).put('datasets', { ...unread, chunkCount: 1 })
    expect(await choose()).toEqual({ state: 'none' })
    await add({ id: 'other' })
    expect(await choose()).toMatchObject({ state: 'fits', dataset: { id: 'other' } })
  })

  it('where the same records were spent in other data, deleted or not', async () => {
    await add({ recordSet: 'same' })
    await add({ id: 'old', recordSet: 'same', deletedAt: 1 })
    expect(await choose()).toMatchObject({ state: 'fits' })
    await use('old', 200)
    expect(await choose()).toMatchObject({
      state: 'spent',
      dataset: { id: 'handwriting' },
      exceeded: { limit: 'record', cap: 8 },
    })
  })

  it('where the same records are promised to a task on other data', async () => {
    const task = await signedTask({ title: 'Another task' })
    await add({ recordSet: 'same' })
    await add({ id: 'twin', recordSet: 'same', category: 'pd:Location' })
    const taskId = taskIdOf(task.manifest)
    const grant = { id: 'g', taskId, task, datasetId: 'twin', state: 'active' } as GrantRecord
    await (await database()).put('grants', grant)
    expect(await choose()).toMatchObject({ state: 'spent', exceeded: { limit: 'record' } })
    await (await database()).put('grants', { ...grant, state: 'revoked' })
    expect(await choose()).toMatchObject({ state: 'fits' })
  })

  it('where all data of the category have spent what the person may spend of it', async () => {
    await add()
    const others = Array.from({ length: 24 }, (_, i) => `other ${i}`)
    // Of another kind, so that no record can be the same.
    for (const id of others) {
      await add({ id, kind: 'table' })
      await use(id, 320)
    }
    expect(await choose()).toMatchObject({ state: 'spent', exceeded: { limit: 'category', cap: 32 } })
    for (const id of others) await add({ id, kind: 'table', category: 'pd:Location' })
    expect(await choose()).toMatchObject({ state: 'fits' })
  })
})
