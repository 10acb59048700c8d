import { database, write } from '../../db/database.ts'
import type { DatasetRecord } from '../../db/schema.ts'
import { ProvisoError } from '../../protocol/errors.ts'
import { readRecords } from '../read.ts'
import { RecordHasher } from './recordHasher.ts'
import { recordKey } from './recordKey.ts'

/** One context at a time, or each would decrypt the same vault. */
const LOCK = 'proviso:record-sets'

const hashDataset = async (datasetId: string): Promise<void> => {
  const hasher = new RecordHasher(await recordKey())
  for await (const records of readRecords(datasetId)) for (const record of records) await hasher.add(record)
  const { hashes, digest } = await hasher.finish()
  await write(['datasets', 'recordSets'], async (transaction) => {
    const datasets = transaction.objectStore('datasets')
    const dataset = await datasets.get(datasetId)
    if (dataset === undefined || dataset.recordSet !== undefined || dataset.deletedAt !== undefined) return
    await transaction.objectStore('recordSets').put({ datasetId, hashes })
    await datasets.put({ ...dataset, recordSet: digest })
  })
}

const isUnhashed = ({ recordSet, deletedAt }: DatasetRecord): boolean =>
  recordSet === undefined && deletedAt === undefined

/**
 * Hashes the records of datasets that came in under an earlier version. One that cannot be read stays as it is: all that was used of
 * its kind goes on counting as of its records, and it is not offered.
 */
export const hashOlderDatasets = async (): Promise<void> => {
  if (!(await (await database()).getAll('datasets')).some(isUnhashed)) return
  await navigator.locks.request(LOCK, async () => {
    for (const dataset of (await (await database()).getAll('datasets')).filter(isUnhashed)) {
      try {
        await hashDataset(dataset.id)
      } catch (error) {
        if (!(error instanceof ProvisoError)) throw error
      }
    }
  })
}
