import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it } from 'vitest'
import { database, write } from '../db/database.ts'
import { appendActivity, verifyLog } from './log.ts'

const append = (text: string) =>
  write(['activity'], (transaction) =>
    appendActivity(transaction, { kind: 'test', text, data: { n: text.length } }),
  )

beforeEach(async () => {
  await (await database()).clear('activity')
})

describe('the activity log', () => {
  it('verifies what was appended', async () => {
    for (const text of ['asked', 'allowed', 'sent']) await append(text)
    expect(await verifyLog()).toMatchObject({ ok: true, count: 3 })
  })

  it('names the first entry that was altered', async () => {
    for (const text of ['asked', 'allowed', 'sent']) await append(text)
    const db = await database()
    const [, second] = await db.getAll('activity')
    await db.put('activity', { ...second!, text: 'refused' })
    expect(await verifyLog()).toEqual({ ok: false, firstBroken: second!.seq })
  })

  it('notices an entry that was removed', async () => {
    for (const text of ['asked', 'allowed', 'sent']) await append(text)
    const db = await database()
    const [, second, third] = await db.getAll('activity')
    await db.delete('activity', second!.seq!)
    expect(await verifyLog()).toEqual({ ok: false, firstBroken: third!.seq })
  })

  it('holds no entry for a change that failed', async () => {
    await expect(
      write(['activity', 'rules'], async (transaction) => {
        await appendActivity(transaction, { kind: 'test', text: 'half done', data: {} })
        throw new Error('the change failed')
      }),
    ).rejects.toThrow('the change failed')
    expect(await verifyLog()).toMatchObject({ ok: true, count: 0 })
  })
})
