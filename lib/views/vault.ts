import { database } from '../db/database.ts'
import type { DatasetKind, DatasetRecord, GrantRecord } from '../db/schema.ts'
import { type BudgetView, budgetView } from './budget.ts'
import { taskName } from './publisher.ts'
import { view } from './view.ts'

export interface DatasetView {
  readonly id: string
  readonly name: string
  readonly kind: DatasetKind
  readonly category: string
  readonly count: number
  readonly bytes: number
  readonly labels: readonly string[]
  readonly createdAt: number
  readonly budget: BudgetView
  /** Publishers that may use it now. */
  readonly usedBy: readonly string[]
}

export interface VaultView {
  readonly datasets: readonly DatasetView[]
  /** Deleted: of the records nothing is left but hashes of those that were used, and what was spent of them. */
  readonly deleted: readonly { readonly id: string; readonly name: string; readonly deletedAt: number }[]
}

const usersOf = (dataset: DatasetRecord, grants: readonly GrantRecord[]): readonly string[] => [
  ...new Set(
    grants
      .filter(
        ({ datasetId, state }) => datasetId === dataset.id && (state === 'active' || state === 'paused'),
      )
      .map(({ task }) => taskName(task.manifest).publisher),
  ),
]

export const vaultView = view(['datasets', 'budgetEvents', 'grants'], async (): Promise<VaultView> => {
  const db = await database()
  const [all, grants] = await Promise.all([db.getAll('datasets'), db.getAll('grants')])
  const alive = all.filter(({ deletedAt }) => deletedAt === undefined)
  const datasets = await Promise.all(
    alive
      .sort((a, b) => b.createdAt - a.createdAt)
      .map(async (dataset): Promise<DatasetView> => {
        const { id, name, kind, category, count, bytes, labels, createdAt } = dataset
        const budget = await budgetView(dataset)
        return {
          id,
          name,
          kind,
          category,
          count,
          bytes,
          labels,
          createdAt,
          budget,
          usedBy: usersOf(dataset, grants),
        }
      }),
  )
  const deleted = all.flatMap(({ id, name, deletedAt }) =>
    deletedAt === undefined ? [] : [{ id, name, deletedAt }],
  )
  return { datasets, deleted }
})
