import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, describe, expect, it } from 'vitest'
import { createContributionKey } from '../attest/contributionKey.ts'
import { newDelegation } from '../attest/delegation.ts'
import { recordOf, verifyReceipt } from '../attest/receipt.ts'
import { verifyEoa } from '../attest/signature.ts'
import { newPrivateKey, signerFromPrivateKey } from '../attest/signer.ts'
import { closeDatabase, database } from '../db/database.ts'
import { easDomain } from '../protocol/chains.ts'
import { delegationTypedData, type SignedDelegation } from '../protocol/statements.ts'
import type { TaskManifest } from '../protocol/task.ts'
import { answerRequest, type PersonsAnswer } from './answerRequest.ts'
import { receive } from './receive.ts'
import { askerFixture, datasetFixture, signedTask } from './task.fixture.ts'

const wallet = signerFromPrivateKey(newPrivateKey())
const ALLOW: PersonsAnswer = { effect: 'allow', by: 'person', reason: 'You allowed it.' }
const REFUSE: PersonsAnswer = { effect: 'refuse', by: 'person', reason: 'You refused it.' }

const connect = async (now: number): Promise<SignedDelegation> => {
  const key = await createContributionKey()
  const { address: account } = wallet
  const statement = newDelegation({ account, key, chainId: 84_532, payee: account, now })
  const delegation = { statement, signature: await wallet.signTypedData(delegationTypedData(statement)) }
  const found = { id: 'w', rdns: 'com.coinbase.wallet', name: 'Coinbase Wallet', icon: '' }
  const state = { state: 'connected', wallet: found, account, chainId: 84_532, delegation } as const
  await (await database()).put('state', state, 'wallet')
  return delegation
}

const ask = async (changes: Partial<TaskManifest> = {}, documentId = 'D1') =>
  receive(
    { asker: askerFixture({ documentId }), method: 'dataUse_request', params: [await signedTask(changes)] },
    { verifyOnChain: () => verifyEoa },
  )

const passChecks = async (id: string): Promise<void> => {
  const db = await database()
  const request = (await db.get('requests', id))!
  const passed = { state: 'passed', detail: 'Fine.' } as const
  await db.put('requests', { ...request, checks: { escrow: passed, coordinator: passed } })
}

beforeEach(async () => {
  await closeDatabase()
  globalThis.indexedDB = new IDBFactory()
  await (await database()).put('datasets', datasetFixture())
})

describe('allowing', () => {
  it('makes a grant with a receipt that verifies, and tells the page nothing of the data', async () => {
    const delegation = await connect(Date.now())
    await ask()
    await passChecks('D1:R1')
    const grant = (await answerRequest('D1:R1', ALLOW))!
    const receipt = await verifyReceipt(grant.receipt, {
      manifest: grant.task.manifest,
      delegation,
      domain: easDomain(84_532)!,
      now: Date.now(),
    })
    expect(receipt).toMatchObject({ origin: 'https://digits.example', account: wallet.address })
    expect(grant.consentRecord).toBe(recordOf(grant.task.manifest, grant.receipt))
    const [answer] = await (await database()).getAll('answers')
    expect(JSON.stringify(answer)).not.toMatch(/handwriting/i)
    expect(answer).toMatchObject({ result: { id: grant.id, state: 'active', receipt: grant.receipt.uid } })
  })

  it.each([
    ['while the escrow is not confirmed', async () => void (await connect(Date.now())), 'request/unfunded'],
    ['without a wallet', () => passChecks('D1:R1'), 'wallet/missing'],
    [
      'with a delegation that has lapsed',
      async () => {
        await connect(Date.now() - 31 * 24 * 3600_000)
        await passChecks('D1:R1')
      },
      'delegation/lapsed',
    ],
    [
      'when the data was deleted meanwhile',
      async () => {
        await connect(Date.now())
        await passChecks('D1:R1')
        await (await database()).put('datasets', datasetFixture({ deletedAt: 1 }))
      },
      'request/no-data',
    ],
  ])('is not possible %s, and decides nothing', async (_name, prepare, code) => {
    await ask()
    await prepare()
    await expect(answerRequest('D1:R1', ALLOW)).rejects.toMatchObject({ code })
    const db = await database()
    expect(await db.get('requests', 'D1:R1')).toMatchObject({ state: 'pending' })
    expect(await db.count('grants')).toBe(0)
    expect(await db.count('answers')).toBe(0)
  })

  it('counts what running grants may still spend: a second task that would pass the budget is not offered', async () => {
    await connect(Date.now())
    await ask()
    await passChecks('D1:R1')
    await answerRequest('D1:R1', ALLOW)
    expect(await ask({ title: 'Another task' }, 'D2')).toMatchObject({ state: 'answered' })
    expect(await (await database()).get('requests', 'D2:R1')).toMatchObject({ decision: { by: 'budget' } })
  })

  it('asked again for the same task gives the same grant and no second question', async () => {
    await connect(Date.now())
    await ask()
    await passChecks('D1:R1')
    const grant = await answerRequest('D1:R1', ALLOW)
    expect(await ask({}, 'D2')).toMatchObject({ state: 'told', outcome: { result: { id: grant!.id } } })
  })
})

describe('a remembered answer', () => {
  const MINUTE: Partial<TaskManifest> = {
    schedule: { rounds: 1, opensAt: '2026-01-01T00:00:00.000Z', closesAt: '2036-01-01T00:00:00.000Z' },
  }

  it('allows the next task of the same publisher unasked, for 30 days, unless it is less private', async () => {
    await connect(Date.now())
    await ask(MINUTE)
    await passChecks('D1:R1')
    await answerRequest('D1:R1', { ...ALLOW, remember: { days: 30 } })
    expect(await ask({ ...MINUTE, title: 'Next task' }, 'D2')).toMatchObject({ state: 'undecided' })
    const { privacy } = (await signedTask()).manifest
    const weaker = { ...privacy, noiseMultiplier: 2.5 } as TaskManifest['privacy']
    expect(await ask({ ...MINUTE, privacy: weaker }, 'D3')).toMatchObject({ state: 'waiting' })
    const [rule] = await (await database()).getAll('rules')
    expect(rule!.expiresAt! - rule!.createdAt).toBe(30 * 24 * 3600_000)
  })

  it('refuses the next one, and the page cannot tell', async () => {
    await ask()
    await answerRequest('D1:R1', { ...REFUSE, remember: { days: 30 } })
    expect(await ask({ title: 'Next task' }, 'D2')).toMatchObject({ state: 'answered' })
    const db = await database()
    const told = (await db.getAll('answers')).map(({ error }) => error)
    expect(told[0]).toEqual(told[1])
  })
})

it('a request is answered once', async () => {
  await ask()
  await answerRequest('D1:R1', REFUSE)
  await expect(answerRequest('D1:R1', REFUSE)).rejects.toMatchObject({ code: 'request/answered' })
})
