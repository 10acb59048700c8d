import { database } from '../db/database.ts'
import type { BudgetEventRecord, CompletedBy, GrantRecord, RunRecord } from '../db/schema.ts'
import { plannedEvent } from '../privacy/plannedSpend.ts'
import { rdpEpsilon } from '../privacy/rdp.ts'
import { minutesOf } from './deviceMinutes.ts'

/** What a grant has used of what it may use. */
export interface GrantUse {
  /** Rounds that are in the ledger, sent or not. */
  readonly rounds: number
  /** Of the task's rounds on the dataset, at the dataset's delta. */
  readonly epsilon: number
  /** The same with one round more. Infinity where no noise is added. */
  readonly epsilonNext: number
  /** Of training, all rounds together. */
  readonly minutes: number
}

type Ledger = readonly BudgetEventRecord[]

/** `runs` and `events` may hold those of others as well. */
export const grantUse = (
  { id, taskId, datasetId, task }: GrantRecord,
  { runs, events, delta }: { runs: readonly RunRecord[]; events: Ledger; delta: number },
): GrantUse => {
  const own = runs.filter(({ grantId }) => grantId === id)
  const ids = new Set(own.map((run) => run.id))
  const ofTask = events.filter((event) => event.taskId === taskId && event.datasetId === datasetId)
  const noised = ofTask.filter(({ mechanism }) => mechanism !== 'none')
  const planned = plannedEvent(task.manifest, 1)
  return {
    rounds: ofTask.filter((event) => ids.has(event.id)).length,
    epsilon: rdpEpsilon(noised, delta),
    epsilonNext:
      planned.mechanism === 'none' ? Number.POSITIVE_INFINITY : rdpEpsilon([...noised, planned], delta),
    minutes: minutesOf(own),
  }
}

/** The limit that allows no further round, if there is one. */
export const limitReached = ({ limits }: GrantRecord, use: GrantUse): CompletedBy | undefined => {
  if (limits?.maxRounds !== undefined && use.rounds >= limits.maxRounds) return 'rounds'
  if (limits?.maxEpsilon !== undefined && use.epsilonNext > limits.maxEpsilon) return 'epsilon'
  if (limits?.maxDeviceMinutes !== undefined && use.minutes >= limits.maxDeviceMinutes) return 'minutes'
  return undefined
}

/** The limit that what was used already lies beyond: where limits are narrowed under way. */
export const limitPassed = ({ limits }: GrantRecord, use: GrantUse): CompletedBy | undefined => {
  if (limits?.maxRounds !== undefined && use.rounds > limits.maxRounds) return 'rounds'
  if (limits?.maxEpsilon !== undefined && use.epsilon > limits.maxEpsilon) return 'epsilon'
  if (limits?.maxDeviceMinutes !== undefined && use.minutes > limits.maxDeviceMinutes) return 'minutes'
  return undefined
}

/** What a grant has used, as the disk says now. A dataset that was never there has no ledger: nothing is used of it. */
export const readGrantUse = async (grant: GrantRecord): Promise<GrantUse> => {
  const db = await database()
  const [runs, events, dataset] = await Promise.all([
    db.getAllFromIndex('runs', 'grantId', grant.id),
    db.getAllFromIndex('budgetEvents', 'datasetId', grant.datasetId),
    db.get('datasets', grant.datasetId),
  ])
  return grantUse(grant, { runs, events, delta: dataset?.delta ?? 1e-5 })
}
