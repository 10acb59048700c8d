import type { Page } from '@playwright/test'
import { countUnreachable } from '../../lib/intercept/unreachable.ts'
import type { Callable, Kit } from './pageKit.ts'
import { expect, test } from './world.ts'

// Wallets are set by the page itself here: the interceptor cannot tell, and the moment can be chosen.

type PageGlobals = typeof globalThis & {
  readonly kit: Kit
  readonly ethereum: Callable & Record<string, unknown>
  readonly coinbaseWalletExtension: Callable
}

const isIntercepted = (page: Page, path = 'ethereum'): Promise<boolean> =>
  page.evaluate((where) => {
    const { kit } = globalThis as PageGlobals
    const wallet = where.split('.').reduce<unknown>((holder, key) => {
      const value = (holder as Record<string, unknown> | undefined)?.[key]
      return value instanceof Map ? Object.fromEntries(value) : value
    }, globalThis)
    // Some come after load only.
    return wallet === undefined ? false : kit.isIntercepted(wallet as Callable)
  }, path)

const WHERE = [
  ['there before load', 'ethereum', 'globalThis.ethereum = new kit.LayeredWallet()'],
  [
    'there at load and replaced a little later',
    'ethereum',
    "globalThis.ethereum = new kit.LayeredWallet(); addEventListener('load', () => setTimeout(() => { globalThis.ethereum = new kit.LayeredWallet() }, 20))",
  ],
  [
    'set after load, as Enkrypt does',
    'ethereum',
    "addEventListener('load', () => setTimeout(() => { globalThis.ethereum = kit.bindingWallet(new kit.LayeredWallet()) }, 20))",
  ],
  [
    'behind an accessor',
    'ethereum',
    "const wallet = new kit.LayeredWallet(); Object.defineProperty(globalThis, 'ethereum', { get: () => wallet })",
  ],
  [
    'frozen, at a place that can be taken',
    'ethereum',
    'globalThis.ethereum = Object.freeze(new kit.LayeredWallet())',
  ],
  [
    'frozen, behind an accessor that can be replaced',
    'ethereum',
    "const wallet = Object.freeze(new kit.LayeredWallet()); Object.defineProperty(globalThis, 'ethereum', { get: () => wallet, configurable: true })",
  ],
  [
    'in the list of a shared wallet',
    'ethereum.providers.1',
    'globalThis.ethereum = Object.assign(new kit.LayeredWallet(), { providers: [new kit.LayeredWallet(), Object.freeze(new kit.LayeredWallet())] })',
  ],
  [
    'in the map of a shared wallet',
    'ethereum.providerMap.b',
    "globalThis.ethereum = Object.assign(new kit.LayeredWallet(), { providerMap: new Map([['a', new kit.LayeredWallet()], ['b', Object.freeze(new kit.LayeredWallet())]]) })",
  ],
  [
    'Coinbase’s own name',
    'coinbaseWalletExtension',
    'globalThis.coinbaseWalletExtension = new kit.LayeredWallet()',
  ],
] as const

for (const [name, path, script] of WHERE)
  test(`a wallet answers dataUse_* without a click: ${name}`, async ({ world }) => {
    const page = await world.open(`<script>${script}</script>`)
    await expect.poll(() => isIntercepted(page, path)).toBe(true)
  })

test('a wallet that comes long after load answers from the next click, key or own request on', async ({
  world,
}) => {
  const page = await world.open('')
  const set = () =>
    page.evaluate(() => {
      const { kit } = globalThis as PageGlobals
      Object.assign(globalThis, { ethereum: new kit.LayeredWallet() })
    })
  await set()
  await page.mouse.click(5, 5)
  expect(await isIntercepted(page)).toBe(true)
  await set()
  await page.keyboard.press('a')
  expect(await isIntercepted(page)).toBe(true)
  await set()
  await page.evaluate(() => {
    addEventListener('dataUse:announceProvider', (event) => {
      void (event as CustomEvent<{ provider: Callable }>).detail.provider
        .request({ method: 'dataUse_stealRecords' })
        .catch(() => undefined)
    })
    dispatchEvent(new Event('dataUse:requestProvider'))
  })
  expect(await isIntercepted(page)).toBe(true)
})

test('a wallet that is set while the page asks for wallets answers at once', async ({ world }) => {
  const page = await world.open('')
  const intercepted = await page.evaluate(async () => {
    const { kit } = globalThis as PageGlobals
    addEventListener('eip6963:requestProvider', () =>
      Object.assign(globalThis, { ethereum: new kit.LayeredWallet() }),
    )
    dispatchEvent(new Event('eip6963:requestProvider'))
    await undefined
    return kit.isIntercepted((globalThis as PageGlobals).ethereum)
  })
  expect(intercepted).toBe(true)
})

test('an announced wallet is intercepted before the page hears of it, and is the very same', async ({
  world,
}) => {
  const page = await world.open('')
  const seen = await page.evaluate(async () => {
    const { kit } = globalThis as PageGlobals
    const wallet = new kit.LayeredWallet()
    kit.announce(wallet)
    return [kit.heard.length, kit.heard[0]?.provider === wallet, await kit.isIntercepted(wallet)]
  })
  expect(seen).toEqual([1, true, true])
})

test('a frozen wallet that is announced is heard of once an announcement, and always as the same', async ({
  world,
}) => {
  const page = await world.open('')
  const seen = await page.evaluate(async () => {
    const { kit } = globalThis as PageGlobals
    const wallet = Object.freeze(new kit.LayeredWallet())
    kit.announce(wallet)
    kit.announce(wallet)
    kit.announce(Object.freeze(new kit.LayeredWallet()), 'two')
    const [first, again, other] = kit.heard
    return {
      times: kit.heard.length,
      isSame: first?.provider === again?.provider && first?.provider !== other?.provider,
      isFrozen: Object.isFrozen(first) && Object.isFrozen(first?.provider),
      uuids: kit.heard.map(({ info }) => info.uuid),
      intercepted: await kit.isIntercepted(first!.provider),
      passed: await first!.provider.request({ method: 'eth_chainId' }),
    }
  })
  expect(seen).toEqual({
    times: 3,
    isSame: true,
    isFrozen: true,
    uuids: ['one', 'one', 'two'],
    intercepted: true,
    passed: 'wallet: eth_chainId',
  })
})

test('a patched wallet looks to the page as it did', async ({ world }) => {
  const page = await world.open('')
  const [before, after] = await page.evaluate(async () => {
    const { kit } = globalThis as PageGlobals
    const wallet = new kit.LayeredWallet()
    const look = () => ({
      keys: Object.keys(wallet),
      json: JSON.stringify(wallet),
      spread: { ...wallet },
      names: [wallet.request.name, wallet.request.length, wallet.send.name, 'prototype' in wallet.request],
    })
    const first = look()
    kit.announce(wallet)
    return [first, look()]
  })
  expect(after).toEqual(before)
})

test('a method that was taken off a patched wallet has no this, as before', async ({ world }) => {
  const page = await world.open('')
  const seen = await page.evaluate(async () => {
    const { kit } = globalThis as PageGlobals
    class Unbound {
      async request() {
        return this === undefined ? 'none' : typeof this
      }
    }
    const wallet = new Unbound() as unknown as Callable
    kit.announce(wallet)
    const { request } = wallet
    return [
      await request({ method: 'eth_chainId' }),
      await wallet.request({ method: 'eth_chainId' }),
      await kit.isIntercepted({ request }),
    ]
  })
  expect(seen).toEqual(['none', 'object', true])
})

test('a page without a wallet sees none, nor anything else of ours', async ({ world }) => {
  const page = await world.open('')
  await page.mouse.click(5, 5)
  expect(await page.evaluate(() => ['ethereum' in window, 'coinbaseWalletExtension' in window])).toEqual([
    false,
    false,
  ])
})

test('a frozen wallet at a fixed place is left alone, and counted', async ({ world }) => {
  const page = await world.open(
    "<script>Object.defineProperty(globalThis, 'ethereum', { value: Object.freeze(new kit.LayeredWallet()) })</script>",
  )
  await page.mouse.click(5, 5)
  expect(await isIntercepted(page)).toBe(false)
  expect(await page.evaluate(countUnreachable)).toBe(1)
})

test('dataUse_* reaches the extension by every form of calling, and the wallet by none', async ({
  world,
}) => {
  const page = await world.open('<script>globalThis.ethereum = new kit.LayeredWallet()</script>')
  const outcome = await page.evaluate(async () => {
    const { kit } = globalThis as PageGlobals
    const wallet = (globalThis as unknown as { ethereum: InstanceType<Kit['LayeredWallet']> }).ethereum
    const ours = { id: 7, method: 'dataUse_getGrants' }
    const theirs = { id: 8, method: 'eth_chainId' }
    return {
      request: await wallet.request(ours),
      send: await wallet.send('dataUse_getGrants'),
      sendBack: await kit.calledBack((done) => wallet.send(ours, done)),
      sendAsync: await kit.calledBack((done) => wallet.sendAsync(ours, done)),
      batch: await kit.calledBack((done) => wallet.sendAsync([theirs, ours], done)),
      seen: wallet.seen,
    }
  })
  const result = 'answered by the extension'
  const response = { id: 7, jsonrpc: '2.0', result }
  expect(outcome).toEqual({
    request: result,
    send: { id: undefined, jsonrpc: '2.0', result },
    sendBack: [null, response],
    sendAsync: [null, response],
    batch: [null, [{ id: 8, jsonrpc: '2.0', result: 'wallet: eth_chainId' }, response]],
    seen: [{ method: 'eth_chainId' }],
  })
  expect(await world.standIn('heard')).toHaveLength(5)
})
