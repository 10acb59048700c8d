import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it } from 'vitest'
import { verifyEoa } from '../attest/signature.ts'
import { database, type Stores, write } from '../db/database.ts'
import type { RuleRecord } from '../db/schema.ts'
import { receive } from './receive.ts'
import { settle } from './settle.ts'
import { askerFixture, datasetFixture, signedTask } from './task.fixture.ts'

const STORES: Stores = ['requests', 'answers', 'grants', 'rules', 'datasets', 'throttles', 'activity']
const ID = 'D1:R1'

beforeEach(async () => {
  await write(STORES, async (transaction) => {
    for (const store of STORES) await transaction.objectStore(store).clear()
    await transaction.objectStore('datasets').put(datasetFixture())
  })
})

const rule = (changes: Partial<RuleRecord>): Promise<unknown> =>
  write(['rules'], (transaction) =>
    transaction.objectStore('rules').put({
      id: 'r1',
      effect: 'allow',
      source: 'person',
      createdAt: 0,
      expiresAt: null,
      ...changes,
    }),
  )

const ask = async () =>
  receive(
    { asker: askerFixture(), method: 'dataUse_request', params: [await signedTask()] },
    { verifyOnChain: () => verifyEoa },
  )

const stored = async () => (await (await database()).get('requests', ID))!

/** What the chain says, as `runChecks` writes it. */
const learn = async (funded: boolean) => {
  const request = await stored()
  const facts = { ...request.facts!, task: { ...request.facts!.task, funded } }
  await write(['requests'], (transaction) => transaction.objectStore('requests').put({ ...request, facts }))
}

describe('a rule that needs the reward to be locked', () => {
  beforeEach(() => rule({ needs: { funded: true } }))

  it('asks nobody before the chain has spoken, and allows then', async () => {
    expect(await ask()).toEqual({ state: 'undecided', requestId: ID })
    expect(await stored()).toMatchObject({ state: 'pending', undecided: true })
    await learn(true)
    expect(await settle(ID)).toMatchObject({ state: 'answer', answer: { effect: 'allow', by: 'r1' } })
  })

  it('asks the person where it is not, and says which condition it was', async () => {
    await ask()
    await learn(false)
    expect(await settle(ID)).toEqual({ state: 'ask' })
    const request = await stored()
    expect(request.undecided).toBeUndefined()
    expect(request.because).toMatchObject([
      { kind: 'unmet', ruleId: 'r1', unmet: [{ condition: 'funded', found: false }] },
    ])
    expect(await settle(ID)).toEqual({ state: 'settled' })
  })
})

it('a rule that refuses what is not funded refuses after the chain has spoken, at a time that tells nothing', async () => {
  await rule({ effect: 'refuse', needs: { funded: true } })
  expect(await ask()).toMatchObject({ state: 'undecided' })
  await learn(false)
  const before = Date.now()
  const settled = await settle(ID)
  expect(settled).toMatchObject({ state: 'answer', answer: { effect: 'refuse', by: 'r1' } })
  if (settled.state === 'answer') expect(settled.answer.readyAt).toBeGreaterThan(before + 600)
})

it('a rule that came in the meantime counts', async () => {
  await rule({})
  await ask()
  await learn(true)
  await rule({ id: 'r2', effect: 'refuse' })
  expect(await settle(ID)).toMatchObject({ state: 'answer', answer: { effect: 'refuse', by: 'r2' } })
})

it('what a rule asks of the device, its grant is held to; the freest of several rules counts', async () => {
  const device = { hours: { from: 0, to: 1439 }, maxMinutesPerDay: 60 }
  await rule({ needs: device })
  await ask()
  await learn(true)
  expect(await settle(ID)).toMatchObject({ answer: { limits: { device } } })
  await rule({ id: 'r2' })
  const settled = await settle(ID)
  expect(settled).toMatchObject({ state: 'answer', answer: { effect: 'allow' } })
  if (settled.state === 'answer') expect(settled.answer.limits).toBeUndefined()
})
