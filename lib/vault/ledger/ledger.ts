import type { BudgetEventRecord, DatasetRecord } from '../../db/schema.ts'
import { isDebitedFrom, type LedgerEvent } from '../../privacy/events.ts'
import { ProvisoError } from '../../protocol/errors.ts'
import { type Group, type RecordSets, Sharing } from './sharing.ts'

/** Something that was, or may be, done with a dataset. */
export type Use = LedgerEvent & { readonly datasetId: string }

/** What one dataset is accounted by. A value: the disk may have moved on. */
export interface Ledger {
  readonly dataset: DatasetRecord
  /** Every way in which its records lie in used datasets, the dataset itself always among them. */
  readonly groups: readonly Group[]
  /** Used datasets that share a record with it, itself included. */
  readonly touching: Group
  /** Datasets used for something that hides the whole person, with records in common directly or through others; itself included. */
  readonly ofContributor: Group
  /** Used datasets of its category, itself included. */
  readonly ofCategory: Group
  /** All events of those datasets. */
  readonly events: readonly BudgetEventRecord[]
  /** False where records of it are not known: all that was ever used of its kind then counts as holding every one of them. */
  readonly isExact: boolean
}

/** What of a transaction a ledger is read from. */
export interface LedgerStores {
  readonly datasets: { getAll(): Promise<DatasetRecord[]> }
  readonly budgetEvents: { getAll(): Promise<BudgetEventRecord[]> }
  readonly recordSets: RecordSets
}

const noDataset = () =>
  new ProvisoError('budget/no-dataset', 'This dataset has no budget, because it was never in the vault.')

const idsOf = (items: readonly { readonly datasetId: string }[]): ReadonlySet<string> =>
  new Set(items.map(({ datasetId }) => datasetId))

/**
 * Reads what a dataset is accounted by. `promised` are uses that are not debited yet: what they are of counts as used. Awaits requests
 * of the stores' transaction only. Throws `budget/no-dataset`.
 */
export const openLedger = async (
  stores: LedgerStores,
  datasetId: string,
  promised: readonly Use[] = [],
): Promise<Ledger> => {
  const [datasets, debited] = await Promise.all([stores.datasets.getAll(), stores.budgetEvents.getAll()])
  const dataset = datasets.find(({ id }) => id === datasetId)
  if (dataset === undefined) throw noDataset()
  const uses: readonly Use[] = [...debited, ...promised]
  const used = idsOf(uses)
  const usedAsPerson = idsOf(uses.filter((use) => isDebitedFrom('contributor', use)))
  const others = datasets.filter(({ id }) => id !== datasetId && used.has(id))
  const ofKind = others.filter(({ kind }) => kind === dataset.kind)
  const sharing = new Sharing(stores.recordSets)
  const overlap = await sharing.overlap(dataset, ofKind)
  const ofContributor = await sharing.connected(
    dataset,
    ofKind.filter(({ id }) => usedAsPerson.has(id)),
  )
  const ofCategory = [dataset, ...others.filter(({ category }) => category === dataset.category)]
  const counted = new Set([...overlap.touching, ...ofContributor, ...ofCategory].map(({ id }) => id))
  const events = debited.filter((event) => counted.has(event.datasetId))
  return { dataset, ...overlap, ofContributor, ofCategory, events }
}
