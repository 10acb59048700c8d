import { database } from '../db/database.ts'
import type { DatasetRecord, GrantRecord } from '../db/schema.ts'
import { compilePipeline } from '../pipelines/compile.ts'
import type { PrivacyEvent } from '../privacy/events.ts'
import { plannedEvent } from '../privacy/plannedSpend.ts'
import { rdpEpsilon } from '../privacy/rdp.ts'
import type { TaskId, TaskManifest } from '../protocol/task.ts'
import { epsilonOf, readLedger } from '../vault/budget.ts'
import { findDatasets } from '../vault/find.ts'

/** Which of the person's datasets a task would use. */
export type DatasetChoice =
  | { readonly state: 'fits'; readonly dataset: DatasetRecord; readonly epsilonAfter: number }
  /** Nothing in the vault is of this kind, category, size and shape. */
  | { readonly state: 'none' }
  /** Some data fits, but its privacy budget does not allow this task: it is not offered. */
  | { readonly state: 'spent'; readonly dataset: DatasetRecord }

const fitsPipeline = (task: TaskManifest, dataset: DatasetRecord): boolean => {
  try {
    compilePipeline(task.pipeline, dataset, task.model.architecture)
    return true
  } catch {
    return false
  }
}

/** Rounds that were promised to other tasks but not run yet: they will debit as well. */
export const reservedEvents = async (
  datasetId: string,
): Promise<(PrivacyEvent & { readonly taskId: TaskId })[]> => {
  const db = await database()
  const [grants, events] = await Promise.all([
    db.getAll('grants'),
    db.getAllFromIndex('budgetEvents', 'datasetId', datasetId),
  ])
  const isLive = ({ state }: GrantRecord) => state === 'active' || state === 'paused'
  return grants
    .filter((grant) => grant.datasetId === datasetId && isLive(grant))
    .map(({ taskId, task: { manifest }, limits }) => {
      const debited = events.filter((event) => event.taskId === taskId).length
      const rounds = Math.min(manifest.schedule.rounds, limits?.maxRounds ?? manifest.schedule.rounds)
      return { ...plannedEvent(manifest, Math.max(0, rounds - debited)), taskId }
    })
    .filter(({ mechanism, steps }) => mechanism !== 'none' && steps > 0)
}

/**
 * The dataset that has most of its budget left afterwards, among those that fit the task. The ledger counts what was
 * spent, what running grants may still spend, and the whole of this task.
 */
export const chooseDataset = async (task: TaskManifest): Promise<DatasetChoice> => {
  const { kind, category, minRecords } = task.data
  const candidates = (await findDatasets({ kind, category, minRecords })).filter((dataset) =>
    fitsPipeline(task, dataset),
  )
  const planned = plannedEvent(task, task.schedule.rounds)
  const wanted = planned.mechanism === 'none' ? [] : [planned]
  const ledgers = await Promise.all(
    candidates.map(async (dataset) => {
      const [ledger, reserved] = await Promise.all([readLedger(dataset.id), reservedEvents(dataset.id)])
      return {
        dataset,
        alone: rdpEpsilon(wanted, dataset.delta),
        epsilonAfter: epsilonOf([...ledger.events, ...reserved, ...wanted], dataset.delta),
      }
    }),
  )
  const promised = task.privacy.mechanism === 'local' ? task.privacy.maxEpsilon : Number.POSITIVE_INFINITY
  const affordable = ledgers
    .filter(({ dataset, alone, epsilonAfter }) => epsilonAfter <= dataset.epsilonBudget && alone <= promised)
    .toSorted((a, b) => a.epsilonAfter / a.dataset.epsilonBudget - b.epsilonAfter / b.dataset.epsilonBudget)
  const [best] = affordable
  if (best !== undefined) return { state: 'fits', dataset: best.dataset, epsilonAfter: best.epsilonAfter }
  const [spent] = ledgers
  return spent === undefined ? { state: 'none' } : { state: 'spent', dataset: spent.dataset }
}
