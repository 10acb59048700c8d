import { appendActivity } from '../activity/log.ts'
import { write } from '../db/database.ts'
import type { DatasetRecord } from '../db/schema.ts'
import { chunkRange } from './chunks.ts'

/** What is left of a deleted dataset: its name and its ledger, nothing of its content and no key. */
const tombstone = (dataset: DatasetRecord, at: number): DatasetRecord => ({
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
  deletedAt: at,
})

/**
 * Deletes a dataset's chunks and its key in one transaction. A tombstone stays, because what was spent of its privacy budget
 * stays spent. Deleting twice, or what never was, changes nothing.
 */
export const deleteDataset = (datasetId: string): Promise<void> =>
  write(['datasets', 'chunks', 'activity'], async (transaction) => {
    const datasets = transaction.objectStore('datasets')
    const dataset = await datasets.get(datasetId)
    if (dataset === undefined || dataset.deletedAt !== undefined) return
    await transaction.objectStore('chunks').delete(chunkRange(datasetId))
    await datasets.put(tombstone(dataset, Date.now()))
    await appendActivity(transaction, {
      kind: 'dataset-deleted',
      text: `You deleted “${dataset.name}”. What was spent of its privacy budget stays spent.`,
      data: { dataset: datasetId, count: dataset.count },
    })
  })
