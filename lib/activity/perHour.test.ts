import 'fake-indexeddb/auto'
import { deleteDB } from 'idb'
import { beforeEach, expect, it } from 'vitest'
import { closeDatabase, DATABASE_NAME, database, write } from '../db/database.ts'
import { verifyLog } from './log.ts'
import { logPerHour, type PerHour, summariseHour } from './perHour.ts'

const HOUR = 3_600_000
const THREE: PerHour = {
  key: 'shownRequests',
  oneByOne: 3,
  kind: 'request',
  says: (who, times) => `${who ?? 'others'} ${times}`,
}

const happens = (origin: string, now: number) =>
  write(['state', 'activity'], (transaction) =>
    logPerHour(
      transaction,
      THREE,
      origin,
      [{ kind: 'request', text: `${origin} asked`, data: { origin } }],
      now,
    ),
  )
const texts = async () => (await (await database()).getAll('activity')).map(({ text }) => text)

beforeEach(async () => {
  await closeDatabase()
  await deleteDB(DATABASE_NAME)
})

it('logs the first of each site one by one, and the number of the others when the hour is over', async () => {
  for (let index = 0; index < 10; index += 1) await happens('a', index)
  await happens('b', 5)
  expect(await texts()).toEqual(['a asked', 'a asked', 'a asked', 'b asked'])
  await summariseHour(THREE, HOUR - 1)
  expect(await texts()).toHaveLength(4)
  await summariseHour(THREE, HOUR)
  expect((await texts()).slice(4)).toEqual(['a 7 more times'])
  await summariseHour(THREE, HOUR)
  await happens('a', HOUR)
  expect((await texts()).slice(4)).toEqual(['a 7 more times', 'a asked'])
  expect(await verifyLog()).toMatchObject({ ok: true })
})

it('begins a new hour with what happens after the old one, and where the clock was set back', async () => {
  for (let index = 0; index < 4; index += 1) await happens('a', HOUR)
  await happens('a', 2 * HOUR)
  await happens('a', 0)
  expect(await texts()).toEqual(['a asked', 'a asked', 'a asked', 'a once more', 'a asked', 'a asked'])
})

it('names no more than sixty sites an hour', async () => {
  for (let index = 0; index < 200; index += 1) await happens(`site${index}`, index)
  expect(await texts()).toHaveLength(60)
  await summariseHour(THREE, HOUR)
  expect((await texts()).slice(60)).toEqual(['others 140 more times'])
})
