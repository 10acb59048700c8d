import { database, type Stores, type WriteTransaction } from '../db/database.ts'
import type { BudgetEventRecord, DatasetRecord } from '../db/schema.ts'
import { isProtected, type LedgerEvent } from '../privacy/events.ts'
import { ProvisoError } from '../protocol/errors.ts'
import { CATEGORY_EPSILON_CAP } from './ledger/caps.ts'
import { type Ledger, type LedgerStores, openLedger, type Use } from './ledger/ledger.ts'
import { exceededError, type Spend, spendOf, wouldExceed } from './ledger/spend.ts'

const STORES = ['datasets', 'budgetEvents', 'recordSets'] as const

/** What a dataset is accounted by now, also a deleted one; `promised` as in `openLedger`. Throws `budget/no-dataset`. */
export const readLedger = async (datasetId: string, promised: readonly Use[] = []): Promise<Ledger> => {
  const transaction = (await database()).transaction(STORES)
  const stores: LedgerStores = {
    datasets: transaction.objectStore('datasets'),
    budgetEvents: transaction.objectStore('budgetEvents'),
    recordSets: transaction.objectStore('recordSets'),
  }
  const [ledger] = await Promise.all([openLedger(stores, datasetId, promised), transaction.done])
  return ledger
}

export interface Budget {
  /** Epsilon for the lifetime of each record. */
  readonly budget: number
  readonly delta: number
  /** Epsilon of all protected uses together, of the record that has most of them: at `delta`, or a smaller one. */
  readonly spent: number
  /** Epsilon of all uses of data of its category, one after the other, and what they may spend together. */
  readonly category: { readonly spent: number; readonly cap: number }
  /** Uses without noise, of any of its records: no epsilon covers them, so they are counted instead of summed. */
  readonly unprotectedUses: number
  /** Other datasets with records of this one, which were used. Deleted ones too. */
  readonly sharedWith: readonly DatasetRecord[]
  /** False where its records could not be told apart yet: then `spent` is the most that it can be. */
  readonly isExact: boolean
}

/** The budget of a dataset, also of a deleted one. Throws `budget/no-dataset`. */
export const readBudget = async (datasetId: string): Promise<Budget> => {
  const ledger = await readLedger(datasetId)
  const { dataset, touching, events, isExact } = ledger
  const ids = new Set(touching.map(({ id }) => id))
  const spend = spendOf(ledger, events)
  return {
    budget: dataset.epsilonBudget,
    delta: dataset.delta,
    spent: spend.record,
    category: { spent: spend.category, cap: CATEGORY_EPSILON_CAP },
    unprotectedUses: events.filter((event) => ids.has(event.datasetId) && !isProtected(event)).length,
    sharedWith: touching.filter(({ id }) => id !== datasetId),
    isExact,
  }
}

/** What is spent once `planned` has happened to a dataset as well. Throws `budget/no-dataset`. */
export const spentAfter = async (datasetId: string, planned: readonly LedgerEvent[]): Promise<Spend> => {
  const uses = planned.map((event) => ({ ...event, datasetId }))
  const ledger = await readLedger(datasetId)
  return spendOf(ledger, [...ledger.events, ...uses])
}

/** Nothing is spent of records that cannot be known again later. */
const assertKnown = ({ name, recordSet }: DatasetRecord): void => {
  if (recordSet === undefined)
    throw new ProvisoError(
      'budget/unknown-records',
      `The records of ${name} cannot be compared with what was used before.`,
      { todo: 'Delete this data and import it again. Nothing was sent.' },
    )
}

/**
 * Throws `budget/exceeded`, `budget/contributor` or `budget/category` where `planned` would pass that limit of a dataset, and
 * `budget/unknown-records` where nobody can tell.
 */
export const assertWithinBudget = async (
  datasetId: string,
  planned: readonly LedgerEvent[],
): Promise<void> => {
  const ledger = await readLedger(datasetId)
  assertKnown(ledger.dataset)
  const exceeded = wouldExceed(ledger, [
    ...ledger.events,
    ...planned.map((event) => ({ ...event, datasetId })),
  ])
  if (exceeded !== undefined) throw exceededError(ledger.dataset, exceeded)
}

/** The stores of one write transaction that `debit` needs. */
export interface BudgetStores extends LedgerStores {
  readonly budgetEvents: LedgerStores['budgetEvents'] & {
    get(key: string): Promise<BudgetEventRecord | undefined>
    add(value: BudgetEventRecord): Promise<unknown>
  }
}

/** Those stores of a transaction over at least `budgetEvents`, `datasets` and `recordSets`. */
export const budgetStores = <Names extends Stores>(
  transaction: (typeof STORES)[number] extends Names[number] ? WriteTransaction<Names> : never,
): BudgetStores => {
  const narrow = transaction as unknown as WriteTransaction<[...typeof STORES]>
  return {
    datasets: narrow.objectStore('datasets'),
    budgetEvents: narrow.objectStore('budgetEvents'),
    recordSets: narrow.objectStore('recordSets'),
  }
}

const sameUse = (a: BudgetEventRecord, b: BudgetEventRecord): boolean =>
  a.datasetId === b.datasetId &&
  a.mechanism === b.mechanism &&
  a.unit === b.unit &&
  a.noiseMultiplier === b.noiseMultiplier &&
  a.samplingRate === b.samplingRate &&
  a.steps === b.steps

/**
 * Enters one use in the ledger of its dataset's records, in the caller's transaction and before anything is sent. The same id again
 * changes nothing. A use without noise is entered but not summed: only the person's rules can allow it.
 * Throws `budget/exceeded`, `budget/contributor` or `budget/category` if the total would pass that limit, `budget/unknown-records`
 * if the dataset's were never hashed, `budget/conflict` if the id stands for another use, or `budget/no-dataset`; the caller's
 * transaction is then to be abandoned.
 */
export const debit = async (stores: BudgetStores, event: BudgetEventRecord): Promise<void> => {
  const earlier = await stores.budgetEvents.get(event.id)
  if (earlier !== undefined) {
    if (sameUse(earlier, event)) return
    throw new ProvisoError('budget/conflict', 'This round was debited already, for something else.')
  }
  const ledger = await openLedger(stores, event.datasetId)
  assertKnown(ledger.dataset)
  const exceeded = isProtected(event) ? wouldExceed(ledger, [...ledger.events, event]) : undefined
  if (exceeded !== undefined) throw exceededError(ledger.dataset, exceeded)
  await stores.budgetEvents.add(event)
}
