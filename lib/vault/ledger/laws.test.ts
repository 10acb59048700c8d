import fc from 'fast-check'
import { expect, it } from 'vitest'
import { database } from '../../db/database.ts'
import type { BudgetEventRecord, DatasetRecord, RecordSetRecord } from '../../db/schema.ts'
import { rdpEpsilon } from '../../privacy/rdp.ts'
import { ProvisoError } from '../../protocol/errors.ts'
import { readBudget } from '../budget.ts'
import { deleteDataset } from '../delete.ts'
import { importDataset } from '../import.ts'
import { debitNow } from '../testing/debitNow.ts'
import { emptyDatabase, fileOf } from '../testing/vault.ts'
import { CATEGORY_EPSILON_CAP, DEFAULT_EPSILON_BUDGET } from './caps.ts'
import { roundOn } from './testing/memoryStores.ts'

const DELTA = 1e-5
const CATEGORIES = ['pd:Profile', 'pd:Location'] as const

type Step =
  | {
      readonly do: 'import'
      readonly records: readonly number[]
      readonly category: (typeof CATEGORIES)[number]
    }
  | { readonly do: 'keep' }
  | { readonly do: 'delete' | 'restore'; readonly which: number }
  | { readonly do: 'debit'; readonly which: number; readonly steps: number }

const which = fc.nat(20)
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('import' as const),
      records: fc.uniqueArray(fc.nat(5), { minLength: 1, maxLength: 4 }),
      category: fc.constantFrom(...CATEGORIES),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('delete' as const, 'keep' as const, 'restore' as const),
      which,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('debit' as const),
      which,
      steps: fc.integer({ min: 1, max: 300 }),
    }),
  },
)

/** A copy of all that a ledger is read from. */
interface Copy {
  readonly datasets: readonly DatasetRecord[]
  readonly recordSets: readonly RecordSetRecord[]
  readonly budgetEvents: readonly BudgetEventRecord[]
}

const copyOf = async (): Promise<Copy> => {
  const db = await database()
  const [datasets, recordSets, budgetEvents] = await Promise.all([
    db.getAll('datasets'),
    db.getAll('recordSets'),
    db.getAll('budgetEvents'),
  ])
  return { datasets, recordSets, budgetEvents }
}

/** Brings an older copy back beside what is there: rows are added, none is replaced. */
const mergeIn = async (copy: Copy): Promise<void> => {
  const db = await database()
  for (const row of copy.datasets) if (!(await db.get('datasets', row.id))) await db.add('datasets', row)
  for (const row of copy.recordSets)
    if (!(await db.get('recordSets', row.datasetId))) await db.add('recordSets', row)
  for (const row of copy.budgetEvents)
    if (!(await db.get('budgetEvents', row.id))) await db.add('budgetEvents', row)
}

/** The same, counted record by record, without any hash. */
class Reference {
  readonly datasets: {
    readonly id: string
    readonly records: readonly number[]
    readonly category: string
  }[] = []
  readonly uses: BudgetEventRecord[] = []
  /** Deleted before they were used: nothing is left by which their records are known. */
  readonly forgotten = new Set<string>()

  #of(has: (dataset: Reference['datasets'][number]) => boolean, more: readonly BudgetEventRecord[]): number {
    const ids = new Set(this.datasets.filter(has).map(({ id }) => id))
    return rdpEpsilon(
      [...this.uses, ...more].filter(({ datasetId }) => ids.has(datasetId)),
      DELTA,
    )
  }

  spent(id: string, ...more: readonly BudgetEventRecord[]): number {
    const { records } = this.datasets.find((dataset) => dataset.id === id)!
    return Math.max(...records.map((record) => this.#of((dataset) => dataset.records.includes(record), more)))
  }

  delete(id: string): void {
    if (!this.uses.some(({ datasetId }) => datasetId === id)) this.forgotten.add(id)
  }

  allows(event: BudgetEventRecord): boolean {
    if (this.forgotten.has(event.datasetId)) return false
    const { category } = this.datasets.find(({ id }) => id === event.datasetId)!
    return (
      this.spent(event.datasetId, event) <= DEFAULT_EPSILON_BUDGET &&
      this.#of((dataset) => dataset.category === category, [event]) <= CATEGORY_EPSILON_CAP
    )
  }
}

let refused = 0

const take = async (next: Step, reference: Reference, copies: Copy[]): Promise<void> => {
  const pick = <T>(all: readonly T[], at: number): T | undefined => all[at % all.length]
  switch (next.do) {
    case 'import': {
      const { records, category } = next
      const { id } = await importDataset([fileOf('t.csv', `x\n${records.join('\n')}\n`)], { category })
      reference.datasets.push({ id, records, category })
      return
    }
    case 'keep':
      copies.push(await copyOf())
      return
    case 'restore': {
      const copy = pick(copies, next.which)
      if (copy !== undefined) await mergeIn(copy)
      return
    }
    case 'delete': {
      const dataset = pick(reference.datasets, next.which)
      if (dataset === undefined) return
      await deleteDataset(dataset.id)
      reference.delete(dataset.id)
      return
    }
    case 'debit': {
      const dataset = pick(reference.datasets, next.which)
      if (dataset === undefined) return
      const event = roundOn(dataset.id, { steps: next.steps })
      const isAllowed = reference.allows(event)
      const result = await debitNow(event).catch((error: unknown) => error)
      expect(result instanceof ProvisoError).toBe(!isAllowed)
      if (isAllowed) reference.uses.push(event)
      else refused++
    }
  }
}

it('whatever is imported, deleted, brought back and debited, every record has spent all that was spent of it, and never gets any back', async () => {
  let shared = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 16 }), async (steps) => {
      await emptyDatabase()
      const reference = new Reference()
      const copies: Copy[] = []
      const before = new Map<string, number>()
      for (const next of steps) {
        await take(next, reference, copies)
        for (const { id } of reference.datasets) {
          const { spent, isExact, sharedWith } = await readBudget(id)
          // Of what was deleted without ever being used nobody knows any more which records it held.
          if (!isExact) continue
          expect(spent).toBeLessThanOrEqual(DEFAULT_EPSILON_BUDGET)
          expect(spent).toBeCloseTo(reference.spent(id), 9)
          expect(spent).toBeGreaterThanOrEqual((before.get(id) ?? 0) - 1e-9)
          before.set(id, spent)
          shared += sharedWith.length
        }
      }
    }),
    { numRuns: 60 },
  )
  // It went where it is interesting.
  expect(refused).toBeGreaterThan(10)
  expect(shared).toBeGreaterThan(10)
}, 120_000)
