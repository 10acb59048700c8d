import { database } from '../db/database.ts'
import type { DatasetRecord } from '../db/schema.ts'
import type { VaultRecord } from '../pipelines/records.ts'
import { ProvisoError } from '../protocol/errors.ts'
import { openChunk } from './chunks.ts'
import { unwrapDataKey } from './dataKey.ts'

/** A dataset that is there and not deleted. Throws `vault/no-dataset`. */
export const readDataset = async (datasetId: string): Promise<DatasetRecord> => {
  const dataset = await (await database()).get('datasets', datasetId)
  if (dataset === undefined || dataset.deletedAt !== undefined)
    throw new ProvisoError('vault/no-dataset', 'This dataset is not in the vault.', {
      todo: 'Import it, or choose another.',
    })
  return dataset
}

const incomplete = (details: string) =>
  new ProvisoError('vault/incomplete', 'Part of this dataset is missing.', {
    details,
    todo: 'Delete it and import it again.',
  })

/**
 * Decrypts a dataset, a chunk at a time, in the order of import. Throws `vault/no-dataset`, `vault/cannot-decrypt` for a
 * chunk that was changed, moved or swapped, and `vault/incomplete` for one that is missing.
 */
export async function* readRecords(datasetId: string): AsyncGenerator<VaultRecord[], void, undefined> {
  const dataset = await readDataset(datasetId)
  const key = await unwrapDataKey(datasetId, dataset.wrappedKey)
  let count = 0
  for (let index = 0; index < dataset.chunkCount; index++) {
    const chunk = await (await database()).get('chunks', [datasetId, index])
    if (chunk === undefined) throw incomplete(`Chunk ${index} of ${dataset.chunkCount} is not there.`)
    const records = await openChunk(key, chunk, { datasetId, index, last: index === dataset.chunkCount - 1 })
    count += records.length
    yield records
  }
  if (count !== dataset.count) throw incomplete(`It has ${count} of ${dataset.count} records.`)
}

/** The first `limit` records, for the person to look at. Throws as `readRecords`. */
export const previewRecords = async (datasetId: string, limit: number): Promise<VaultRecord[]> => {
  const preview: VaultRecord[] = []
  if (limit <= 0) return preview
  for await (const records of readRecords(datasetId)) {
    preview.push(...records.slice(0, limit - preview.length))
    if (preview.length >= limit) break
  }
  return preview
}
