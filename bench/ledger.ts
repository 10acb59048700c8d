import { parseArgs } from 'node:util'
import type { BudgetEventRecord, DatasetRecord, RecordSetRecord } from '../lib/db/schema.ts'
import type { ImageRecord } from '../lib/pipelines/records.ts'
import type { TaskId } from '../lib/protocol/task.ts'
import { type LedgerStores, openLedger } from '../lib/vault/ledger/ledger.ts'
import { RecordHasher } from '../lib/vault/ledger/recordHasher.ts'
import { HASH_BYTES } from '../lib/vault/ledger/recordSet.ts'
import { spendOf } from '../lib/vault/ledger/spend.ts'

/**
 * What the privacy ledger costs where datasets overlap in every way: hashing one at import, opening a ledger for the first time and
 * again, composing it. The stores are in memory. `--json` changes nothing.
 */
parseArgs({ options: { json: { type: 'boolean', default: false } } })

const records = 60_000
const datasets = 10
const rounds = 20
const PIXELS = 784

const timed = async <T>(body: () => T | Promise<T>): Promise<{ ms: number; result: T }> => {
  const started = performance.now()
  const result = await body()
  return { ms: Math.round((performance.now() - started) * 10) / 10, result }
}

const pictureOf = (index: number): ImageRecord => {
  const pixels = new Uint8Array(PIXELS)
  new DataView(pixels.buffer).setUint32(0, index)
  return { kind: 'image', width: 28, height: 28, channels: 1, label: '', pixels }
}

const hashPictures = async () => {
  const key = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const hasher = new RecordHasher(key)
  for (let index = 0; index < records; index++) await hasher.add(pictureOf(index))
  return hasher.finish()
}

/** Every second of twice as many hashes in ascending order, by chance: any two sets share half of theirs. */
const someOf = (pool: readonly number[]): Uint8Array<ArrayBuffer> => {
  const chosen = pool.filter(() => Math.random() < 0.5)
  const hashes = new Uint8Array(chosen.length * HASH_BYTES)
  const view = new DataView(hashes.buffer)
  for (const [i, value] of chosen.entries()) view.setUint32(i * HASH_BYTES, value)
  return hashes
}

const datasetOf = (id: string, hashes: Uint8Array): DatasetRecord => ({
  id,
  name: id,
  kind: 'image',
  category: 'pd:Picture',
  count: hashes.length / HASH_BYTES,
  bytes: 0,
  labels: [],
  createdAt: 0,
  delta: 1 / 655_360,
  epsilonBudget: 8,
  wrappedKey: new Uint8Array(),
  chunkCount: 0,
  recordSet: id,
})

const roundOf = (datasetId: string, round: number): BudgetEventRecord => ({
  id: `${datasetId}:${round}`,
  datasetId,
  taskId: `0x${'00'.repeat(32)}` as TaskId,
  round,
  at: round,
  mechanism: 'subsampled-gaussian',
  unit: 'record',
  noiseMultiplier: 2.6,
  samplingRate: 0.2,
  steps: 1,
})

const memory = (): LedgerStores => {
  const pool = Array.from({ length: 2 * records }, (_, i) => i)
  const sets = new Map<string, RecordSetRecord>()
  for (let i = 0; i < datasets; i++) sets.set(`d${i}`, { datasetId: `d${i}`, hashes: someOf(pool) })
  const all = [...sets.values()].map(({ datasetId, hashes }) => datasetOf(datasetId, hashes))
  const events = all.flatMap(({ id }) => Array.from({ length: rounds }, (_, round) => roundOf(id, round)))
  return {
    datasets: { getAll: async () => all },
    budgetEvents: { getAll: async () => events },
    recordSets: { get: async (datasetId) => sets.get(datasetId) },
  }
}

const stores = memory()
const hashing = await timed(hashPictures)
const first = await timed(() => openLedger(stores, 'd0'))
const again = await timed(() => openLedger(stores, 'd0'))
const ledger = again.result
spendOf(ledger, ledger.events)
const spending = await timed(() => spendOf(ledger, ledger.events))
console.log(
  JSON.stringify({
    bench: 'ledger',
    records,
    datasets,
    rounds,
    groups: ledger.groups.length,
    hashMs: hashing.ms,
    firstMs: first.ms,
    againMs: again.ms,
    spendMs: spending.ms,
  }),
)
