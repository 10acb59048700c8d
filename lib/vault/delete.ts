import { appendActivity } from '../activity/log.ts'
import { type WriteTransaction, write } from '../db/database.ts'
import type { DatasetRecord } from '../db/schema.ts'
import { chunkRange } from './chunks.ts'
import { hashOlderDatasets } from './ledger/hashOlder.ts'

/** What is left of a deleted dataset: its name and its ledger, nothing of its content and no key. */
const tombstone = (dataset: DatasetRecord, at: number, isUsed: boolean): DatasetRecord => ({
  id: dataset.id,
  name: dataset.name,
  kind: dataset.kind,
  category: dataset.category,
  count: dataset.count,
  createdAt: dataset.createdAt,
  delta: dataset.delta,
  epsilonBudget: dataset.epsilonBudget,
  bytes: 0,
  labels: [],
  wrappedKey: new Uint8Array(0),
  chunkCount: 0,
  ...(isUsed && dataset.recordSet !== undefined ? { recordSet: dataset.recordSet } : {}),
  deletedAt: at,
})

/** Whether anything was debited from a dataset, or may still be. */
const isUsed = async (
  transaction: WriteTransaction<['datasets', 'chunks', 'recordSets', 'budgetEvents', 'grants', 'activity']>,
  datasetId: string,
): Promise<boolean> => {
  const events = await transaction.objectStore('budgetEvents').index('datasetId').count(datasetId)
  const grants = await transaction.objectStore('grants').getAll()
  return events > 0 || grants.some((grant) => grant.datasetId === datasetId)
}

/**
 * Deletes a dataset's chunks and its key in one transaction. A tombstone stays, and where the data was used the hashes of its
 * records, because what was spent of their privacy budget stays spent. Deleting twice, or what never was, changes nothing.
 */
export const deleteDataset = async (datasetId: string): Promise<void> => {
  // Once its records are gone, nobody can tell any more which they were.
  await hashOlderDatasets()
  await write(
    ['datasets', 'chunks', 'recordSets', 'budgetEvents', 'grants', 'activity'],
    async (transaction) => {
      const datasets = transaction.objectStore('datasets')
      const dataset = await datasets.get(datasetId)
      if (dataset === undefined || dataset.deletedAt !== undefined) return
      const isKept = await isUsed(transaction, datasetId)
      await transaction.objectStore('chunks').delete(chunkRange(datasetId))
      if (!isKept) await transaction.objectStore('recordSets').delete(datasetId)
      await datasets.put(tombstone(dataset, Date.now(), isKept))
      await appendActivity(transaction, {
        kind: 'dataset-deleted',
        text: `You deleted “${dataset.name}”. What was spent of its privacy budget stays spent.`,
        data: { dataset: datasetId, count: dataset.count },
      })
    },
  )
}
