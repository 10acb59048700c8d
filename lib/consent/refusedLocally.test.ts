import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, expect, it, vi } from 'vitest'
import { verifyEoa } from '../attest/signature.ts'
import { closeDatabase, database } from '../db/database.ts'
import { exportAllReceipts } from '../views/receipts.ts'
import { answerRequest } from './answerRequest.ts'
import { receive } from './receive.ts'
import { askerFixture, datasetFixture, signedTask } from './task.fixture.ts'

const fetched = vi.fn(() => Promise.reject(new Error('Nobody is to be told.')))

beforeEach(async () => {
  await closeDatabase()
  globalThis.indexedDB = new IDBFactory()
  fetched.mockClear()
  vi.stubGlobal('fetch', fetched)
  await (await database()).put('datasets', datasetFixture())
})

it('a refusal is recorded on this device only: in the log, without a receipt, and nobody is told', async () => {
  const ask = async (documentId: string, title: string) =>
    receive(
      {
        asker: askerFixture({ documentId }),
        method: 'dataUse_request',
        params: [await signedTask({ title })],
      },
      { verifyOnChain: () => verifyEoa },
    )
  await ask('D1', 'Refused by the person')
  await answerRequest('D1:R1', {
    effect: 'refuse',
    by: 'person',
    reason: 'You refused it.',
    remember: { days: 30 },
  })
  await ask('D2', 'Refused by the rule')

  const db = await database()
  const decisions = (await db.getAll('requests')).map(({ decision }) => decision?.effect)
  expect(decisions).toEqual(['refuse', 'refuse'])
  expect((await db.getAll('activity')).filter(({ kind }) => kind === 'refused')).not.toEqual([])
  expect(await db.count('grants')).toBe(0)
  expect(JSON.parse((await exportAllReceipts()).text)).toMatchObject({ receipts: [] })
  const kept = JSON.stringify(
    await Promise.all([db.getAll('requests'), db.getAll('answers'), db.getAll('state')]),
  )
  expect(kept).not.toMatch(/dpv:Consent/)
  expect(fetched).not.toHaveBeenCalled()
})
