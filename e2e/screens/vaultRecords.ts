import type { DatasetRecord } from '../../lib/db/schema.ts'
import { budgetEventFixture } from '../../lib/views/views.fixture.ts'
import { named, type StandInRecords } from './records.ts'

const DAY = 86_400_000

/** Someone who deleted their digits after a few rounds, and has just imported the same file again. */
export const usedBeforeRecords = (now: number, dataset?: DatasetRecord): StandInRecords => {
  const mine = named(dataset)
  const old = { ...mine, id: 'old', name: 'Digits of 2024', createdAt: now - 90 * DAY, deletedAt: now - DAY }
  return {
    datasets: [old, { ...mine, createdAt: now }],
    budgetEvents: [1, 2, 3].map((round) =>
      budgetEventFixture({ id: `old:${round}`, datasetId: 'old', round, at: now - 30 * DAY }),
    ),
  }
}
