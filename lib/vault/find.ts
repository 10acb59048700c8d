import { database } from '../db/database.ts'
import type { DatasetKind, DatasetRecord } from '../db/schema.ts'

export interface DatasetWish {
  readonly kind: DatasetKind
  /** W3C DPV-PD term; must be the dataset's own. */
  readonly category: string
  readonly minRecords: number
}

/** Datasets that a task could use, the largest first. Deleted ones never. */
export const findDatasets = async (wish: DatasetWish): Promise<DatasetRecord[]> => {
  const datasets = await (await database()).getAll('datasets')
  return datasets
    .filter(
      (dataset) =>
        dataset.deletedAt === undefined &&
        dataset.kind === wish.kind &&
        dataset.category === wish.category &&
        dataset.count >= wish.minRecords,
    )
    .toSorted((a, b) => b.count - a.count || a.createdAt - b.createdAt)
}
