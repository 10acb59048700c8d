import type { DatasetRecord } from '../../lib/db/schema.ts'
import { budgetEventFixture, datasetFixture } from '../../lib/views/views.fixture.ts'
import { named, type StandInRecords } from './records.ts'

const DAY = 86_400_000

/** Someone who deleted their digits after a few rounds, and has just imported the same file again. */
export const usedBeforeRecords = (now: number, dataset?: DatasetRecord): StandInRecords => {
  const mine = named(dataset)
  const old = { ...mine, id: 'old', name: 'Digits of 2024', createdAt: now - 90 * DAY, deletedAt: now - DAY }
  const notes = datasetFixture({
    id: 'notes',
    name: 'Notes on pictures',
    kind: 'table',
    count: 80,
    labels: [],
    createdAt: now - 2 * DAY,
  })
  return {
    datasets: [old, { ...mine, createdAt: now }, notes],
    budgetEvents: [1, 2, 3, 4].map((round) =>
      budgetEventFixture({
        id: `old:${round}`,
        datasetId: round < 4 ? 'old' : 'notes',
        round,
        at: now - 30 * DAY,
      }),
    ),
  }
}
