import { bytesToHex } from '@noble/hashes/utils.js'
import type { BudgetEventRecord, DatasetRecord } from '../../../db/schema.ts'
import type { TaskId } from '../../../protocol/task.ts'
import { DEFAULT_EPSILON_BUDGET } from '../caps.ts'
import type { LedgerStores } from '../ledger.ts'
import { HASH_BYTES } from '../recordSet.ts'

/** A dataset whose records are numbers; without `records` nobody knows which they are. */
export type Sketch = Partial<DatasetRecord> & { readonly id: string; readonly records?: readonly number[] }

const hashesOf = (records: readonly number[]): Uint8Array<ArrayBuffer> => {
  const sorted = [...new Set(records)].toSorted((a, b) => a - b)
  const hashes = new Uint8Array(sorted.length * HASH_BYTES)
  for (const [i, record] of sorted.entries()) new DataView(hashes.buffer).setUint32(i * HASH_BYTES, record)
  return hashes
}

const datasetOf = ({ records, ...rest }: Sketch): DatasetRecord => ({
  name: rest.id,
  kind: 'table',
  category: 'pd:Profile',
  count: records?.length ?? 1,
  bytes: 0,
  labels: [],
  createdAt: 0,
  delta: 1e-5,
  epsilonBudget: DEFAULT_EPSILON_BUDGET,
  wrappedKey: new Uint8Array(),
  chunkCount: 0,
  ...(records === undefined ? {} : { recordSet: bytesToHex(hashesOf(records)) }),
  ...rest,
})

/** What a ledger is read from, held in memory. */
export const memoryStores = (
  sketches: readonly Sketch[],
  events: readonly BudgetEventRecord[] = [],
): LedgerStores => {
  const sets = new Map(sketches.map(({ id, records }) => [id, records]))
  return {
    datasets: { getAll: async () => sketches.map(datasetOf) },
    budgetEvents: { getAll: async () => [...events] },
    recordSets: {
      get: async (datasetId) => {
        const records = sets.get(datasetId)
        return records === undefined ? undefined : { datasetId, hashes: hashesOf(records) }
      },
    },
  }
}

let entered = 0

/** One round on a dataset: epsilon 2.4 at delta 1e-5 by itself. */
export const roundOn = (datasetId: string, changes: Partial<BudgetEventRecord> = {}): BudgetEventRecord => ({
  id: `e${++entered}`,
  datasetId,
  taskId: `0x${'11'.repeat(32)}` as TaskId,
  round: entered,
  at: entered,
  mechanism: 'subsampled-gaussian',
  unit: 'record',
  noiseMultiplier: 2.6,
  samplingRate: 0.2,
  steps: 40,
  ...changes,
})
