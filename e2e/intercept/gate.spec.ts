import type { Kit } from './pageKit.ts'
import { expect, GATE_FIRST, RULED, test } from './world.ts'

// The gate's script in real pages, with a worker that answers as the test says. e2e/gate has the whole way.

type Wallet = InstanceType<Kit['LayeredWallet']>
type PageGlobals = typeof globalThis & { readonly kit: Kit; readonly ethereum: Wallet }

const WALLET = '<script>globalThis.ethereum = new kit.LayeredWallet()</script>'

test('a listed call asks once, by every form, and the wallet gets what was asked about', async ({
  world,
}) => {
  await world.standIn('say', { eth_decrypt: 'pass', eth_requestAccounts: 'pass' })
  const page = await world.open(WALLET, RULED)
  const seen = await page.evaluate(async () => {
    const { kit, ethereum } = globalThis as PageGlobals
    const params = ['0x1', '0x2']
    const first = ethereum.request({ method: 'eth_decrypt', params })
    params[1] = '0xbad'
    await first
    await kit.calledBack((done) =>
      ethereum.sendAsync({ id: 1, method: 'eth_decrypt', params: ['0x3'] }, done),
    )
    await kit.calledBack((done) => ethereum.send({ id: 1, method: 'eth_decrypt', params: ['0x4'] }, done))
    await ethereum.enable()
    return ethereum.seen
  })
  expect(seen).toEqual([
    { method: 'eth_decrypt', params: ['0x1', '0x2'] },
    { method: 'eth_decrypt', params: ['0x3'] },
    { method: 'eth_decrypt', params: ['0x4'] },
    { method: 'eth_requestAccounts' },
  ])
  expect((await world.standIn('questions')).map(({ method }) => method)).toEqual([
    'eth_decrypt',
    'eth_decrypt',
    'eth_decrypt',
    'eth_requestAccounts',
  ])
})

for (const [first, origin] of [
  ['inpage', RULED],
  ['the gate', GATE_FIRST],
] as const)
  test(`a page that may not know learns no account, by asking, looking or listening; ${first} runs first`, async ({
    world,
  }) => {
    const page = await world.open(WALLET, origin)
    const learn = () =>
      page.evaluate(async () => {
        const { kit, ethereum } = globalThis as PageGlobals
        const heard: unknown[] = []
        ethereum.on('accountsChanged', (accounts) => heard.push(accounts))
        ethereum.switchTo(['0xb0b'])
        return {
          look: await kit.outcome(ethereum.request({ method: 'eth_accounts' })),
          ask: await kit.outcome(ethereum.request({ method: 'eth_requestAccounts' })),
          now: ethereum.send({ id: 1, method: 'eth_accounts' }),
          selected: ethereum.selectedAddress,
          heard,
        }
      })
    expect(await learn()).toEqual({
      look: { result: [] },
      ask: { code: 4001 },
      now: { id: 1, jsonrpc: '2.0', result: [] },
      selected: null,
      heard: [],
    })
    await world.standIn('say', { eth_accounts: 'pass' })
    expect(await learn()).toMatchObject({
      look: { result: ['0xb0b'] },
      selected: '0xb0b',
      heard: [['0xb0b']],
    })
  })

test('data use and the gate work in the same page, with calls of both in one batch', async ({ world }) => {
  const page = await world.open(WALLET, RULED)
  const outcome = await page.evaluate(async () => {
    const { kit, ethereum } = globalThis as PageGlobals
    const batch = ['dataUse_getGrants', 'eth_accounts', 'eth_chainId'].map((method, id) => ({ id, method }))
    const [, responses] = await kit.calledBack((done) => ethereum.sendAsync(batch, done))
    return { results: (responses as { result: unknown }[]).map(({ result }) => result), seen: ethereum.seen }
  })
  expect(outcome).toEqual({
    results: ['answered by the extension', [], 'wallet: eth_chainId'],
    seen: [{ method: 'eth_chainId' }],
  })
})

test('a page cannot put a gate of its own in place of ours, nor ask with the worker’s authority', async ({
  world,
}) => {
  const page = await world.open(
    `<script>
      const mine = () => ({
        judge: { concerns: () => true, answer: async () => 'pass', answerNow: () => undefined },
        wraps: {}, veils: {}, veil: () => undefined,
      })
      globalThis['dataUse:gate'] = mine
      dispatchEvent(new CustomEvent('dataUse:gate', { detail: mine }))
    </script>${WALLET}`,
    RULED,
  )
  expect(
    await page.evaluate(() => (globalThis as PageGlobals).ethereum.request({ method: 'eth_accounts' })),
  ).toEqual([])
  expect(await world.standIn('questions')).toMatchObject([{ method: 'eth_accounts', silent: true }])
})
