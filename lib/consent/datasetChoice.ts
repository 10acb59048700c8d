import { database } from '../db/database.ts'
import type { DatasetRecord, GrantRecord } from '../db/schema.ts'
import { compilePipeline } from '../pipelines/compile.ts'
import { isProtected } from '../privacy/events.ts'
import { plannedEvent } from '../privacy/plannedSpend.ts'
import { rdpEpsilon } from '../privacy/rdp.ts'
import type { TaskId, TaskManifest } from '../protocol/task.ts'
import { readLedger } from '../vault/budget.ts'
import { findDatasets } from '../vault/find.ts'
import { hashOlderDatasets } from '../vault/ledger/hashOlder.ts'
import type { Use } from '../vault/ledger/ledger.ts'
import { type Exceeded, spendOf, wouldExceed } from '../vault/ledger/spend.ts'

/** Which of the person's datasets a task would use. */
export type DatasetChoice =
  | { readonly state: 'fits'; readonly dataset: DatasetRecord; readonly epsilonAfter: number }
  /** Nothing in the vault is of this kind, category, size and shape, with records that are known. */
  | { readonly state: 'none' }
  /** Some data fits, but a privacy budget does not allow this task: it is not offered. */
  | { readonly state: 'spent'; readonly dataset: DatasetRecord; readonly exceeded: Exceeded }

const fitsPipeline = (task: TaskManifest, dataset: DatasetRecord): boolean => {
  try {
    compilePipeline(task.pipeline, dataset, task.model.architecture)
    return true
  } catch {
    return false
  }
}

/** A use of the ledger, of a task. */
type TaskUse = Use & { readonly taskId: TaskId }

/** Rounds that were promised to running tasks, of whatever data, but not run yet: they will debit as well. */
export const reservedUses = async (): Promise<TaskUse[]> => {
  const db = await database()
  const [grants, events] = await Promise.all([db.getAll('grants'), db.getAll('budgetEvents')])
  const isLive = ({ state }: GrantRecord) => state === 'active' || state === 'paused'
  return grants
    .filter(isLive)
    .map(({ taskId, datasetId, task: { manifest }, limits }) => {
      const debited = events.filter(
        (event) => event.taskId === taskId && event.datasetId === datasetId,
      ).length
      const rounds = Math.min(manifest.schedule.rounds, limits?.maxRounds ?? manifest.schedule.rounds)
      return { ...plannedEvent(manifest, Math.max(0, rounds - debited)), taskId, datasetId }
    })
    .filter((use) => isProtected(use) && use.steps > 0)
}

interface Candidate {
  readonly dataset: DatasetRecord
  readonly epsilonAfter: number
  readonly exceeded: Exceeded | undefined
}

/** What a dataset's ledger would say after a task, and after all that is promised. */
const afterTask = async (
  dataset: DatasetRecord,
  task: TaskManifest,
  reserved: readonly Use[],
): Promise<Candidate> => {
  const planned = plannedEvent(task, task.schedule.rounds)
  const wanted = isProtected(planned) ? [{ ...planned, datasetId: dataset.id }] : []
  const ledger = await readLedger(dataset.id, reserved)
  const uses = [...ledger.events, ...reserved, ...wanted]
  const { maxEpsilon } = task.privacy.mechanism === 'local' ? task.privacy : { maxEpsilon: Infinity }
  const alone = rdpEpsilon(wanted, dataset.delta)
  const exceeded: Exceeded | undefined =
    alone <= maxEpsilon ? wouldExceed(ledger, uses) : { limit: 'record', epsilon: alone, cap: maxEpsilon }
  return { dataset, epsilonAfter: spendOf(ledger, uses).record, exceeded }
}

/**
 * The dataset that has most of its budget left afterwards, among those that fit the task. The ledger counts what was spent of its
 * records, wherever they were, what running grants may still spend, and the whole of this task. Data whose records cannot be known
 * again is not offered.
 */
export const chooseDataset = async (task: TaskManifest): Promise<DatasetChoice> => {
  const { kind, category, minRecords } = task.data
  const [found, reserved] = await Promise.all([
    hashOlderDatasets().then(() => findDatasets({ kind, category, minRecords })),
    reservedUses(),
  ])
  const datasets = found.filter((dataset) => dataset.recordSet !== undefined && fitsPipeline(task, dataset))
  const candidates = await Promise.all(datasets.map((dataset) => afterTask(dataset, task, reserved)))
  const [best] = candidates
    .filter(({ exceeded }) => exceeded === undefined)
    .toSorted((a, b) => a.epsilonAfter / a.dataset.epsilonBudget - b.epsilonAfter / b.dataset.epsilonBudget)
  if (best !== undefined) return { state: 'fits', dataset: best.dataset, epsilonAfter: best.epsilonAfter }
  const [spent] = candidates
  return spent?.exceeded === undefined
    ? { state: 'none' }
    : { state: 'spent', dataset: spent.dataset, exceeded: spent.exceeded }
}
