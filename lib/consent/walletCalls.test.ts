import 'fake-indexeddb/auto'
import { beforeEach, expect, it } from 'vitest'
import { database } from '../db/database.ts'
import { setSite } from './sites.ts'
import { askerFixture } from './task.fixture.ts'
import { answerWalletCall, dropWalletCalls, receiveWalletCall } from './walletCalls.ts'

const STORES = ['walletCalls', 'sites', 'answers', 'throttles', 'activity', 'state'] as const

beforeEach(async () => {
  const db = await database()
  await Promise.all(STORES.map((store) => db.clear(store)))
})

const connect = { method: 'eth_requestAccounts', params: [], silent: false }
const look = { method: 'eth_accounts', params: [], silent: true }
const asker = (requestId = 'R1') => askerFixture({ requestId })
const origin = askerFixture().origin
const answerOf = async (requestId = 'R1') => (await database()).get('answers', ['D1', requestId])
const says = (result: string) => ({ state: 'told', outcome: { result } })
const said = { by: 'person', reason: 'Said so.' } as const

it('passes what the person has said nothing of', async () => {
  expect(await receiveWalletCall(asker(), connect)).toEqual(says('pass'))
  expect(await answerOf()).toBeUndefined()
})

it('does not believe the page about what it asks: an unlisted method passes, whatever the rule', async () => {
  await setSite(origin, { wallet: { identity: 'refuse' } })
  const chainId = { method: 'eth_chainId', params: [], silent: false }
  expect(await receiveWalletCall(asker(), chainId)).toEqual(says('pass'))
})

it('refuses as everything is refused: 4001, after a delay', async () => {
  await setSite(origin, { wallet: { identity: 'refuse' } })
  const received = await receiveWalletCall(asker(), connect)
  expect(received).toMatchObject({ state: 'answered' })
  expect(await answerOf()).toMatchObject({ error: { code: 4001 } })
  expect('readyAt' in received && received.readyAt).toBeGreaterThan(Date.now() + 500)
})

it.each(['ask', 'refuse'] as const)('withholds from a page that only looks, under “%s”', async (effect) => {
  await setSite(origin, { wallet: { identity: effect } })
  expect(await receiveWalletCall(asker(), look)).toEqual(says('withhold'))
  expect(await (await database()).count('walletCalls')).toBe(0)
})

it('asks the person, once, and passes on what they allow', async () => {
  await setSite(origin, { wallet: { identity: 'ask' } })
  expect(await receiveWalletCall(asker(), connect)).toEqual({ state: 'waiting', callId: 'D1:R1' })
  expect(await receiveWalletCall(asker(), connect)).toEqual({ state: 'repeated' })
  await answerWalletCall('D1:R1', { ...said, effect: 'allow', remember: false })
  expect(await answerOf()).toMatchObject({ result: 'pass' })
  expect(await (await database()).get('walletCalls', 'D1:R1')).toMatchObject({ state: 'answered' })
  expect(await receiveWalletCall(asker('R2'), look)).toEqual(says('withhold'))
})

it('remembers an answer for the site where the person wants it', async () => {
  await setSite(origin, { wallet: { identity: 'ask', login: 'refuse' } })
  await receiveWalletCall(asker(), connect)
  await answerWalletCall('D1:R1', { ...said, effect: 'allow', remember: true })
  expect((await (await database()).get('sites', origin))?.wallet).toEqual({
    identity: 'allow',
    login: 'refuse',
  })
  expect(await receiveWalletCall(asker('R2'), look)).toEqual(says('pass'))
})

it('answers nothing twice', async () => {
  await setSite(origin, { wallet: { identity: 'ask' } })
  await receiveWalletCall(asker(), connect)
  await answerWalletCall('D1:R1', { ...said, effect: 'refuse', remember: false })
  expect(await answerOf()).toMatchObject({ error: { code: 4001 } })
  await expect(
    answerWalletCall('D1:R1', { ...said, effect: 'allow', remember: false }),
  ).rejects.toMatchObject({ code: 'request/answered' })
})

it('lets only a few of one site wait', async () => {
  await setSite(origin, { wallet: { identity: 'ask' } })
  for (const id of ['R1', 'R2', 'R3']) await receiveWalletCall(asker(id), connect)
  await expect(receiveWalletCall(asker('R4'), connect)).rejects.toMatchObject({ rpcCode: -32005 })
})

it('closes questions whose page has gone, and drops what they carried', async () => {
  await setSite(origin, { wallet: { identity: 'ask' } })
  await receiveWalletCall(asker(), connect)
  await dropWalletCalls(({ tabId }) => tabId === asker().tabId)
  const call = await (await database()).get('walletCalls', 'D1:R1')
  expect(call).toMatchObject({ state: 'answered', decision: { by: 'page-gone' } })
  expect(call).not.toHaveProperty('params')
})

it('refuses no faster than a person could: as many wait for a refusal as for a person', async () => {
  await setSite(origin, { wallet: { identity: 'refuse' } })
  for (const id of ['R1', 'R2', 'R3']) await receiveWalletCall(asker(id), connect)
  await expect(receiveWalletCall(asker('R4'), connect)).rejects.toMatchObject({ rpcCode: -32005 })
})

it('counts refusals towards a pause, by the person and by rule alike', async () => {
  await setSite(origin, { wallet: { identity: 'ask', login: 'refuse' } })
  await receiveWalletCall(asker(), connect)
  await answerWalletCall('D1:R1', { ...said, effect: 'refuse', remember: true })
  await receiveWalletCall(asker('R2'), connect)
  expect((await (await database()).get('throttles', origin))?.refusedAt).toHaveLength(2)
})

it('answers again what was answered while the page was away for longer than answers are kept', async () => {
  await setSite(origin, { wallet: { identity: 'ask' } })
  await receiveWalletCall(asker(), connect)
  await answerWalletCall('D1:R1', { ...said, effect: 'allow', remember: false })
  await (await database()).clear('answers')
  expect(await receiveWalletCall(asker(), connect)).toEqual(says('pass'))
})
