import 'fake-indexeddb/auto'
import { beforeEach, expect, it, vi } from 'vitest'
import { verifyEoa } from '../attest/signature.ts'
import { database } from '../db/database.ts'
import { type Consent, createConsent } from './service.ts'
import { askerFixture, datasetFixture, signedTask } from './task.fixture.ts'

const STORES = ['requests', 'answers', 'datasets', 'throttles', 'walletCalls', 'state', 'activity'] as const

let opened = 0
let delivered: string[]
let consent: Consent
/** How long the prompt takes to be painted. */
let painted: Promise<void>

beforeEach(async () => {
  const db = await database()
  await Promise.all(STORES.map((store) => db.clear(store)))
  await db.put('datasets', datasetFixture())
  opened = 0
  delivered = []
  painted = Promise.resolve()
  consent = createConsent({
    deliver: async (documentId) => void delivered.push(documentId),
    emit: () => undefined,
    ensurePrompt: () => {
      opened += 1
      return painted
    },
    verifyOnChain: () => verifyEoa,
    onGrant: () => undefined,
  })
})

const ask = async (documentId: string): Promise<void> => {
  const asker = askerFixture({ documentId })
  await consent.onRequest({ asker, method: 'dataUse_request', params: [await signedTask()] })
}
const stateOf = async (documentId: string) =>
  (await (await database()).get('requests', `${documentId}:R1`))?.state

it('closing the prompt window refuses what it showed; the others wait on, and no window comes back at once', async () => {
  await ask('A')
  await ask('B')
  opened = 0
  await consent.promptClosed('B:R1')
  expect([await stateOf('A'), await stateOf('B')]).toEqual(['pending', 'answered'])
  expect(delivered).toEqual(['B'])
  expect(opened).toBe(0)
})

it('a window that closed itself refuses nothing: what came in that moment gets a window of its own', async () => {
  await ask('A')
  await consent.decide('A:R1', { effect: 'refuse', by: 'person', reason: 'You refused it.' })
  await ask('B')
  opened = 0
  await consent.promptClosed('A:R1')
  expect(await stateOf('B')).toBe('pending')
  expect(opened).toBe(1)
  await consent.decide('B:R1', { effect: 'refuse', by: 'person', reason: 'You refused it.' })
  opened = 0
  await consent.promptClosed('')
  expect(opened).toBe(0)
})

it('a replayed request that still waits has its prompt opened, should the worker have died before', async () => {
  await ask('A')
  opened = 0
  await ask('A')
  expect(opened).toBe(1)
})

it('nobody waits for the network, nor the network for nobody: checks begin once the prompt can be read', async () => {
  let paint = (): void => undefined
  painted = new Promise((resolve) => {
    paint = resolve
  })
  const checks = async () => (await (await database()).get('requests', 'A:R1'))?.checks
  await ask('A')
  expect(opened).toBe(1)
  expect(await checks()).toMatchObject({ escrow: { state: 'running' }, coordinator: { state: 'running' } })
  paint()
  await vi.waitFor(async () => expect(await checks()).toMatchObject({ coordinator: { state: 'failed' } }))
  expect(opened).toBe(1)
})

it('what needs no decision is answered without the disk', async () => {
  const outcome = await consent.onRequest({
    asker: askerFixture(),
    method: 'dataUse_getGrants',
    params: undefined,
  })
  expect(outcome).toEqual({ result: [] })
  expect(await (await database()).count('answers')).toBe(0)
})
