import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, describe, expect, it } from 'vitest'
import { verifyEoa } from '../attest/signature.ts'
import { closeDatabase, database } from '../db/database.ts'
import type { RequestRecord } from '../db/schema.ts'
import { budgetEventFixture } from '../views/views.fixture.ts'
import { answerRequest } from './answerRequest.ts'
import { receive } from './receive.ts'
import { rechoose } from './rechoose.ts'
import { setSite } from './sites.ts'
import { askerFixture, datasetFixture, signedTask } from './task.fixture.ts'

const ask = async (topOrigin = 'https://digits.example') =>
  receive(
    { asker: askerFixture({ topOrigin }), method: 'dataUse_request', params: [await signedTask()] },
    { verifyOnChain: () => verifyEoa },
  )
const kept = async () => (await (await database()).get('requests', 'D1:R1')) as RequestRecord
const add = async (changes: Parameters<typeof datasetFixture>[0]) =>
  (await database()).put('datasets', datasetFixture(changes))
const pass = async () => {
  const passed = { state: 'passed', detail: 'Fine.' } as const
  await (await database()).put('requests', {
    ...(await kept()),
    checks: { escrow: passed, coordinator: passed },
  })
}
const allow = (datasetId?: string) =>
  answerRequest('D1:R1', {
    effect: 'allow',
    by: 'person',
    reason: 'You allowed it.',
    ...(datasetId === undefined ? {} : { datasetId }),
  })

beforeEach(async () => {
  await closeDatabase()
  globalThis.indexedDB = new IDBFactory()
})

describe('a request that waits while the vault changes', () => {
  it('finds the data that it had been waiting for, and what using them costs', async () => {
    await ask()
    expect((await kept()).datasetId).toBeUndefined()
    await add({})
    await rechoose()
    const request = await kept()
    expect(request).toMatchObject({ datasetId: 'handwriting', facts: { dataset: 'handwriting' } })
    expect(request.epsilonAfter).toBeGreaterThan(0)
  })

  it('lets go of data that are gone', async () => {
    await add({})
    await ask()
    await add({ deletedAt: 1 })
    await rechoose()
    expect((await kept()).datasetId).toBeUndefined()
    expect((await kept()).facts?.dataset).toBeUndefined()
  })

  it('says which limit does not allow it any more, and lets go of that again', async () => {
    await add({})
    await ask()
    const used = budgetEventFixture({ datasetId: 'handwriting', steps: 200 })
    await (await database()).put('budgetEvents', used)
    await rechoose()
    expect(await kept()).toMatchObject({ datasetId: 'handwriting', exceeded: 'record' })
    expect((await kept()).epsilonAfter).toBeUndefined()
    await add({ id: 'other' })
    for (const [i, datasetId] of ['handwriting', 'other'].entries())
      await (await database()).put('recordSets', { datasetId, hashes: new Uint8Array(16).fill(i) })
    await rechoose()
    expect(await kept()).toMatchObject({ datasetId: 'other' })
    expect((await kept()).exceeded).toBeUndefined()
  })

  it('keeps what the chain has said', async () => {
    await ask()
    const request = await kept()
    const { facts } = request
    const funded = { ...facts!, task: { ...facts!.task, funded: true } }
    await (await database()).put('requests', { ...request, facts: funded })
    await add({})
    await rechoose()
    expect((await kept()).facts).toMatchObject({ dataset: 'handwriting', task: { funded: true } })
  })

  it('is not written again where nothing changes for it', async () => {
    await add({})
    await ask()
    const before = await kept()
    await add({ id: 'letters', category: 'pd:Location' })
    await rechoose()
    expect(await kept()).toEqual(before)
  })

  it('gives nothing that was not shown: another dataset fits better by now', async () => {
    await add({ epsilonBudget: 8 })
    await ask()
    await pass()
    await add({ id: 'better', epsilonBudget: 80 })
    await expect(allow('handwriting')).rejects.toMatchObject({ code: 'request/changed' })
    expect(await (await database()).count('grants')).toBe(0)
    expect(await kept()).toMatchObject({ state: 'pending', datasetId: 'better' })
    // The window may not have drawn it yet.
    await expect(allow('handwriting')).rejects.toMatchObject({ code: 'request/changed' })
    await expect(allow('better')).rejects.toMatchObject({ code: 'wallet/missing' })
  })

  it.each(['https://digits.example', 'https://around.example'])(
    'is not allowed once %s was switched off, where the page or the frame in it asks',
    async (origin) => {
      await add({})
      await ask('https://around.example')
      await pass()
      await setSite(origin, { off: 'hour' })
      await expect(allow()).rejects.toMatchObject({ code: 'request/site-off' })
      await setSite(origin, { off: 'on' })
      await expect(allow()).rejects.toMatchObject({ code: 'wallet/missing' })
    },
  )
})
