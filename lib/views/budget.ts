import type { BudgetEventRecord, DatasetRecord } from '../db/schema.ts'
import { isProtected, type LedgerEvent } from '../privacy/events.ts'
import { plannedEvent } from '../privacy/plannedSpend.ts'
import { rdpEpsilon } from '../privacy/rdp.ts'
import type { TaskManifest } from '../protocol/task.ts'
import { readBudget, spentAfter } from '../vault/budget.ts'

/** A dataset's lifetime budget as a picture: spent, and what is about to be. All in epsilon at the dataset's delta. */
export interface BudgetView {
  readonly datasetId: string
  readonly name: string
  /** By protected uses. */
  readonly spent: number
  /** Added by what is planned: the running round, or the whole task in a prompt. Infinity where nothing bounds it. */
  readonly next: number
  readonly budget: number
  readonly delta: number
  /** Of all data of its category together. */
  readonly category: { readonly spent: number; readonly cap: number }
  /** Uses without noise, which no epsilon covers. */
  readonly unprotectedUses: number
  /** Names of other data, also deleted, that was used and has records of this: what was spent there counts here. */
  readonly sharedWith: readonly string[]
  /** False where records could not be compared yet: then `spent` is the most that it can be. */
  readonly isExact: boolean
}

/** What one round of a task does to the data it touches; nothing where the ledger cannot say. */
export const roundEvents = (task: TaskManifest): readonly LedgerEvent[] => {
  const event = plannedEvent(task, 1)
  return isProtected(event) ? [event] : []
}

/** Spent so far, and what `planned` would add, by the accountant that debits (lib/vault/budget.ts). */
export const budgetView = async (
  { id, name }: DatasetRecord,
  planned: readonly LedgerEvent[] = [],
): Promise<BudgetView> => {
  const { spent, sharedWith, ...budget } = await readBudget(id)
  const next = planned.length === 0 ? 0 : (await spentAfter(id, planned)).record - spent
  return {
    ...budget,
    datasetId: id,
    name,
    spent,
    next,
    sharedWith: [...new Set(sharedWith.map((other) => other.name))],
  }
}

/**
 * What each event added to the epsilon of its dataset's own uses at the time, by event id. Infinity for one without noise.
 */
export const epsilonByEvent = (
  events: readonly BudgetEventRecord[],
  datasets: readonly DatasetRecord[],
): ReadonlyMap<string, number> => {
  const added = new Map<string, number>()
  for (const { id, mechanism } of events) if (mechanism === 'none') added.set(id, Infinity)
  for (const dataset of datasets) {
    const ordered = events
      .filter(({ datasetId, mechanism }) => datasetId === dataset.id && mechanism !== 'none')
      .sort((a, b) => a.at - b.at)
    let before = 0
    ordered.forEach((event, index) => {
      const after = rdpEpsilon(ordered.slice(0, index + 1), dataset.delta)
      added.set(event.id, after - before)
      before = after
    })
  }
  return added
}
