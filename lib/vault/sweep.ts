import { database, write } from '../db/database.ts'
import { chunkRange } from './chunks.ts'
import { unlessImporting } from './importLock.ts'

const orphans = async (): Promise<string[]> => {
  const transaction = (await database()).transaction(['datasets', 'chunks'])
  const datasets = await transaction.objectStore('datasets').getAll()
  const live = new Set(datasets.filter(({ deletedAt }) => deletedAt === undefined).map(({ id }) => id))
  const found: string[] = []
  let cursor = await transaction.objectStore('chunks').openKeyCursor()
  while (cursor !== null) {
    const [datasetId] = cursor.key
    if (!live.has(datasetId)) found.push(datasetId)
    // Past every chunk of this dataset: only one key of each is looked at.
    cursor = await cursor.continue([datasetId, Number.POSITIVE_INFINITY])
  }
  return found
}

/**
 * Deletes chunks of imports that never finished, as after a crash. Called at start; does nothing while an import runs in
 * any page. Returns how many datasets' chunks went.
 */
export const sweepOrphanChunks = async (): Promise<number> => {
  let swept = 0
  await unlessImporting(async () => {
    const found = await orphans()
    if (found.length === 0) return
    await write(['chunks'], async (transaction) => {
      for (const datasetId of found) await transaction.objectStore('chunks').delete(chunkRange(datasetId))
    })
    swept = found.length
  })
  return swept
}
