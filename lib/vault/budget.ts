import { database, type Stores, type WriteTransaction } from '../db/database.ts'
import type { BudgetEventRecord, DatasetRecord } from '../db/schema.ts'
import type { PrivacyEvent } from '../privacy/events.ts'
import { rdpEpsilon } from '../privacy/rdp.ts'
import { ProvisoError } from '../protocol/errors.ts'

/** Epsilon that every new dataset may spend in its lifetime. */
export const DEFAULT_EPSILON_BUDGET = 8

export interface Budget {
  /** Epsilon for the dataset's lifetime. */
  readonly budget: number
  readonly delta: number
  /** Epsilon of all protected uses together, at `delta`. */
  readonly spent: number
  readonly events: readonly BudgetEventRecord[]
  /** Uses without noise: no epsilon covers them, so they are counted instead of summed. */
  readonly unprotectedUses: number
}

const isProtected = (event: PrivacyEvent): boolean => event.mechanism !== 'none'

/** Epsilon of the protected ones among `events` together, at `delta`. */
export const epsilonOf = (events: readonly PrivacyEvent[], delta: number): number =>
  rdpEpsilon(events.filter(isProtected), delta)

const noDataset = () =>
  new ProvisoError('budget/no-dataset', 'This dataset has no budget, because it was never in the vault.')

/** A dataset and what was debited to it, also of a deleted one. Throws `budget/no-dataset`. */
export const readLedger = async (
  datasetId: string,
): Promise<{ dataset: DatasetRecord; events: readonly BudgetEventRecord[] }> => {
  const transaction = (await database()).transaction(['datasets', 'budgetEvents'])
  const [dataset, events] = await Promise.all([
    transaction.objectStore('datasets').get(datasetId),
    transaction.objectStore('budgetEvents').index('datasetId').getAll(datasetId),
    transaction.done,
  ])
  if (dataset === undefined) throw noDataset()
  return { dataset, events }
}

/** The ledger of a dataset, also of a deleted one. Throws `budget/no-dataset`. */
export const readBudget = async (datasetId: string): Promise<Budget> => {
  const { dataset, events } = await readLedger(datasetId)
  return {
    budget: dataset.epsilonBudget,
    delta: dataset.delta,
    spent: epsilonOf(events, dataset.delta),
    events,
    unprotectedUses: events.filter((event) => !isProtected(event)).length,
  }
}

/** Epsilon spent once `planned` has happened as well. Throws `budget/no-dataset`. */
export const spentAfter = async (datasetId: string, planned: readonly PrivacyEvent[]): Promise<number> => {
  const { dataset, events } = await readLedger(datasetId)
  return epsilonOf([...events, ...planned], dataset.delta)
}

/** The stores of one write transaction that `debit` needs. */
export interface BudgetStores {
  readonly datasets: { get(key: string): Promise<DatasetRecord | undefined> }
  readonly budgetEvents: {
    get(key: string): Promise<BudgetEventRecord | undefined>
    add(value: BudgetEventRecord): Promise<unknown>
  }
  readonly eventsOf: (datasetId: string) => Promise<BudgetEventRecord[]>
}

/** Those stores of a transaction over at least `budgetEvents` and `datasets`. */
export const budgetStores = <Names extends Stores>(
  transaction: 'budgetEvents' | 'datasets' extends Names[number] ? WriteTransaction<Names> : never,
): BudgetStores => {
  const narrow = transaction as unknown as WriteTransaction<['budgetEvents', 'datasets']>
  const budgetEvents = narrow.objectStore('budgetEvents')
  return {
    datasets: narrow.objectStore('datasets'),
    budgetEvents,
    eventsOf: (datasetId) => budgetEvents.index('datasetId').getAll(datasetId),
  }
}

const sameUse = (a: BudgetEventRecord, b: BudgetEventRecord): boolean =>
  a.datasetId === b.datasetId &&
  a.mechanism === b.mechanism &&
  a.noiseMultiplier === b.noiseMultiplier &&
  a.samplingRate === b.samplingRate &&
  a.steps === b.steps

/**
 * Enters one use in its dataset's ledger, in the caller's transaction and before anything is sent. The same id again changes
 * nothing. A use without noise is entered but not summed: only the person's rules can allow it.
 * Throws `budget/exceeded` if the total would pass the budget, `budget/conflict` if the id stands for another use, or
 * `budget/no-dataset`; the caller's transaction is then to be abandoned.
 */
export const debit = async (stores: BudgetStores, event: BudgetEventRecord): Promise<void> => {
  const store = stores.budgetEvents
  const earlier = await store.get(event.id)
  if (earlier !== undefined) {
    if (sameUse(earlier, event)) return
    throw new ProvisoError('budget/conflict', 'This round was debited already, for something else.')
  }
  const dataset = await stores.datasets.get(event.datasetId)
  if (dataset === undefined) throw noDataset()
  if (isProtected(event)) {
    const events = await stores.eventsOf(event.datasetId)
    const total = epsilonOf([...events, event], dataset.delta)
    if (!(total <= dataset.epsilonBudget))
      throw new ProvisoError('budget/exceeded', "This would spend more than the dataset's privacy budget.", {
        details: `Epsilon would be ${total.toFixed(2)} of ${dataset.epsilonBudget}.`,
        todo: 'Use another dataset; a budget never grows back.',
      })
  }
  await store.add(event)
}
