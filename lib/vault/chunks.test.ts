import { beforeEach, describe, expect, it } from 'vitest'
import { database } from '../db/database.ts'
import type { ChunkRecord } from '../db/schema.ts'
import { deleteDataset } from './delete.ts'
import { findDatasets } from './find.ts'
import { importDataset } from './import.ts'
import { unlessImporting, whileImporting } from './importLock.ts'
import { previewRecords, readDataset } from './read.ts'
import { sweepOrphanChunks } from './sweep.ts'
import { allRecords, countChunks, emptyDatabase, fileOf } from './testing/vault.ts'

const SECRET = 'Wu Mei lives at 7 Harbour Lane'

/** A table of three chunks. */
const table = () => {
  const rows = Array.from({ length: 1500 }, (_, i) => `${i},${SECRET} ${'x'.repeat(900)}`)
  return importDataset([fileOf('diary.csv', `day,text\n${rows.join('\n')}\n`)])
}

const chunk = async (datasetId: string, index: number): Promise<ChunkRecord> => {
  const found = await (await database()).get('chunks', [datasetId, index])
  expect(found).toBeDefined()
  return found as ChunkRecord
}

const put = async (record: ChunkRecord) => (await database()).put('chunks', record)

beforeEach(emptyDatabase)

describe('a dataset at rest', () => {
  it('holds no plaintext: neither values nor field names nor labels', async () => {
    const dataset = await table()
    expect(dataset.chunkCount).toBe(3)
    for (let index = 0; index < dataset.chunkCount; index++) {
      const bytes = Buffer.from((await chunk(dataset.id, index)).ciphertext)
      expect(bytes.includes('Harbour')).toBe(false)
      expect(bytes.includes('text')).toBe(false)
      expect(bytes.includes('xxxxxxxx')).toBe(false)
    }
    expect(JSON.stringify(await allRecords(dataset.id))).toContain(SECRET)
  })

  it('does not decrypt with two chunks swapped', async () => {
    const { id } = await table()
    const [first, second] = [await chunk(id, 0), await chunk(id, 1)]
    await put({ ...first, index: 1 })
    await put({ ...second, index: 0 })
    await expect(allRecords(id)).rejects.toMatchObject({ code: 'vault/cannot-decrypt' })
  })

  it('does not decrypt with a chunk of another dataset', async () => {
    const [one, other] = [await table(), await table()]
    await put({ ...(await chunk(other.id, 1)), datasetId: one.id })
    await expect(allRecords(one.id)).rejects.toMatchObject({ code: 'vault/cannot-decrypt' })
    expect(await allRecords(other.id)).toHaveLength(1500)
  })

  it('does not decrypt even when the other dataset lends its key', async () => {
    const [one, other] = [await table(), await table()]
    const db = await database()
    await db.put('datasets', { ...one, wrappedKey: other.wrappedKey })
    await expect(allRecords(one.id)).rejects.toMatchObject({ code: 'vault/cannot-decrypt' })
  })

  it('does not decrypt after one changed bit', async () => {
    const { id } = await table()
    const changed = await chunk(id, 2)
    new Uint8Array(changed.ciphertext)[1000]! ^= 0x10
    await put(changed)
    await expect(allRecords(id)).rejects.toMatchObject({ code: 'vault/cannot-decrypt' })
  })

  it('cannot be cut short or have chunks taken out', async () => {
    const dataset = await table()
    const db = await database()
    await db.put('datasets', { ...dataset, chunkCount: 2 })
    await expect(allRecords(dataset.id)).rejects.toMatchObject({ code: 'vault/cannot-decrypt' })
    await db.put('datasets', dataset)
    await db.delete('chunks', [dataset.id, 1])
    await expect(allRecords(dataset.id)).rejects.toMatchObject({ code: 'vault/incomplete' })
  })
})

describe('reading', () => {
  it('previews the first records, without reading on', async () => {
    const { id } = await table()
    await (await database()).delete('chunks', [id, 1])
    const preview = await previewRecords(id, 3)
    expect(preview.map((record) => record.kind === 'table' && record.values.day)).toEqual([0, 1, 2])
    expect(await previewRecords(id, 0)).toEqual([])
    expect(await previewRecords((await importDataset([fileOf('t.csv', 'a\n1\n')])).id, 10)).toHaveLength(1)
  })

  it('refuses what is not there', async () => {
    await expect(allRecords('nothing')).rejects.toMatchObject({ code: 'vault/no-dataset' })
  })
})

describe('deleting a dataset', () => {
  it('takes its chunks and its key, and leaves a tombstone with its budget', async () => {
    const dataset = await table()
    const kept = await importDataset([fileOf('t.csv', 'a\n1\n')])
    await deleteDataset(dataset.id)
    expect(await countChunks()).toBe(1)
    const tombstone = await (await database()).get('datasets', dataset.id)
    expect(tombstone).toMatchObject({ name: 'diary', delta: dataset.delta, epsilonBudget: 8, chunkCount: 0 })
    expect(tombstone?.deletedAt).toBeGreaterThan(0)
    expect(tombstone?.wrappedKey).toHaveLength(0)
    expect(tombstone).not.toHaveProperty('fields')
    await expect(readDataset(dataset.id)).rejects.toMatchObject({ code: 'vault/no-dataset' })
    await expect(allRecords(dataset.id)).rejects.toMatchObject({ code: 'vault/no-dataset' })
    expect(await allRecords(kept.id)).toHaveLength(1)
  })

  it('twice is as once', async () => {
    const { id } = await table()
    await deleteDataset(id)
    const tombstone = await (await database()).get('datasets', id)
    await deleteDataset(id)
    await deleteDataset('nothing')
    expect(await (await database()).get('datasets', id)).toEqual(tombstone)
  })
})

describe('finding datasets for a task', () => {
  it('matches kind, category and size, the largest first', async () => {
    const rows = (count: number) => `a\n${'1\n'.repeat(count)}`
    const small = await importDataset([fileOf('s.csv', rows(2))])
    const large = await importDataset([fileOf('l.csv', rows(5))])
    await importDataset([fileOf('o.csv', rows(9))], { category: 'pd:Purchase' })
    const gone = await importDataset([fileOf('g.csv', rows(7))])
    await deleteDataset(gone.id)
    const find = async (minRecords: number) =>
      (await findDatasets({ kind: 'table', category: 'pd:Profile', minRecords })).map(({ id }) => id)
    expect(await find(1)).toEqual([large.id, small.id])
    expect(await find(3)).toEqual([large.id])
    expect(await find(6)).toEqual([])
    expect(await findDatasets({ kind: 'image', category: 'pd:Profile', minRecords: 1 })).toEqual([])
  })
})

describe('sweeping', () => {
  const orphan = async (datasetId: string, index: number) =>
    put({ datasetId, index, iv: new Uint8Array(12), ciphertext: new ArrayBuffer(32) })

  it('takes chunks without a dataset and leaves the rest', async () => {
    const dataset = await table()
    await orphan('crashed-1', 0)
    await orphan('crashed-1', 1)
    await orphan('zzz', 5)
    expect(await sweepOrphanChunks()).toBe(2)
    expect(await countChunks()).toBe(dataset.chunkCount)
    expect(await allRecords(dataset.id)).toHaveLength(1500)
    expect(await sweepOrphanChunks()).toBe(0)
  })

  it('waits for no import and disturbs none', async () => {
    await orphan('under-way', 0)
    await whileImporting(async () => {
      expect(await sweepOrphanChunks()).toBe(0)
      expect(await countChunks()).toBe(1)
      // A second import may run beside the first.
      expect(await whileImporting(async () => true)).toBe(true)
    })
    expect(await sweepOrphanChunks()).toBe(1)
    expect(await unlessImporting(async () => undefined)).toBe(true)
  })
})
