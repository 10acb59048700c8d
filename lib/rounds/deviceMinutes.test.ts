import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, describe, expect, it } from 'vitest'
import { closeDatabase, database } from '../db/database.ts'
import { runFixture } from '../views/views.fixture.ts'
import { minutesToday } from './deviceMinutes.ts'

const MINUTE = 60_000
const noon = new Date(2026, 5, 15, 12).getTime()
const midnight = new Date(2026, 5, 15).getTime()

const put = async (id: string, updatedAt: number, trainMs: number): Promise<void> => {
  const run = runFixture({ id, updatedAt })
  await (await database()).put('runs', { ...run, progress: { ...run.progress, trainMs } })
}

beforeEach(async () => {
  await closeDatabase()
  globalThis.indexedDB = new IDBFactory()
})

describe('minutes of training since local midnight', () => {
  it('are none where nothing was trained', async () => {
    expect(await minutesToday(noon)).toBe(0)
  })

  it('add the rounds of today, and leave out those of yesterday', async () => {
    await put('yesterday', midnight - 1, 50 * MINUTE)
    await put('early', midnight, 0.5 * MINUTE)
    await put('now', noon, 20 * MINUTE)
    expect(await minutesToday(midnight + 30 * MINUTE)).toBeCloseTo(20.5)
  })

  it('of a round over midnight are no more than the day has had', async () => {
    await put('long', midnight + 5 * MINUTE, 90 * MINUTE)
    expect(await minutesToday(midnight + 10 * MINUTE)).toBeCloseTo(10)
  })
})
