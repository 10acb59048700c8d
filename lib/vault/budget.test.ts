import { beforeEach, describe, expect, it } from 'vitest'
import { database, write } from '../db/database.ts'
import type { BudgetEventRecord } from '../db/schema.ts'
import { rdpEpsilon } from '../privacy/rdp.ts'
import type { TaskId } from '../protocol/task.ts'
import { budgetStores, debit, readBudget, spentAfter } from './budget.ts'
import { deleteDataset } from './delete.ts'
import { importDataset } from './import.ts'
import { emptyDatabase, fileOf } from './testing/vault.ts'

const taskId = `0x${'11'.repeat(32)}` as TaskId
let datasetId: string

const use = (round: number, steps = 40, overrides: Partial<BudgetEventRecord> = {}): BudgetEventRecord => ({
  id: `${taskId}:${round}`,
  datasetId,
  taskId,
  round,
  at: 1,
  mechanism: 'subsampled-gaussian',
  unit: 'record',
  noiseMultiplier: 2.6,
  samplingRate: 0.2,
  steps,
  ...overrides,
})

const enter = (event: BudgetEventRecord) =>
  write(['runs', 'budgetEvents', 'datasets', 'recordSets'], (transaction) =>
    debit(budgetStores(transaction), event),
  )

const events = async () => (await database()).getAll('budgetEvents')

beforeEach(async () => {
  await emptyDatabase()
  datasetId = (await importDataset([fileOf('a.csv', 'x,y\n1,2\n3,4\n')])).id
})

describe('the privacy budget of a dataset', () => {
  it('begins whole', async () => {
    expect(await readBudget(datasetId)).toEqual({
      budget: 8,
      delta: 1e-5,
      spent: 0,
      category: { spent: 0, cap: 32 },
      unprotectedUses: 0,
      sharedWith: [],
      isExact: true,
    })
  })

  it('is spent by composition over rounds and tasks', async () => {
    for (let round = 1; round <= 8; round++) await enter(use(round))
    const { spent } = await readBudget(datasetId)
    expect(await events()).toHaveLength(8)
    expect(spent).toBeCloseTo(7.38, 2)
    expect(spent).toBeCloseTo(rdpEpsilon([use(1, 320)], 1e-5), 9)
  })

  it('counts a round once, however often it is entered', async () => {
    await enter(use(1))
    await enter(use(1))
    await Promise.all([enter(use(2)), enter(use(2)), enter(use(2))])
    expect(await events()).toHaveLength(2)
  })

  it('refuses what would pass it, and nothing of that transaction stays', async () => {
    for (let round = 1; round <= 8; round++) await enter(use(round))
    const before = await readBudget(datasetId)
    await expect(enter(use(9, 400))).rejects.toMatchObject({ code: 'budget/exceeded' })
    expect(await readBudget(datasetId)).toEqual(before)
  })

  it('holds against two debits at once', async () => {
    const results = await Promise.allSettled([enter(use(1, 300)), enter(use(2, 300))])
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect((await readBudget(datasetId)).spent).toBeLessThanOrEqual(8)
  })

  it('foretells what a plan would spend, without spending it', async () => {
    await enter(use(1))
    expect((await spentAfter(datasetId, [use(2, 280)])).record).toBeCloseTo(7.38, 2)
    expect(await events()).toHaveLength(1)
  })

  it('enters uses without noise and counts them, but cannot sum them', async () => {
    await enter(use(1, 40, { mechanism: 'none', noiseMultiplier: 0 }))
    await enter(use(2))
    const { spent, unprotectedUses } = await readBudget(datasetId)
    expect(await events()).toHaveLength(2)
    expect(unprotectedUses).toBe(1)
    expect(spent).toBeCloseTo(rdpEpsilon([use(2)], 1e-5), 12)
  })

  it('is not confused by an id that stands for another use', async () => {
    await enter(use(1))
    await expect(enter(use(1, 41))).rejects.toMatchObject({ code: 'budget/conflict' })
  })

  it('stays spent when the dataset is deleted', async () => {
    await enter(use(1))
    const before = await readBudget(datasetId)
    await deleteDataset(datasetId)
    expect(await readBudget(datasetId)).toEqual(before)
  })

  it('does not exist for what was never imported', async () => {
    await expect(readBudget('nothing')).rejects.toMatchObject({ code: 'budget/no-dataset' })
    await expect(spentAfter('nothing', [])).rejects.toMatchObject({ code: 'budget/no-dataset' })
    await expect(enter(use(1, 40, { datasetId: 'nothing' }))).rejects.toMatchObject({
      code: 'budget/no-dataset',
    })
  })
})
