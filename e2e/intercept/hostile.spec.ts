import type { Page } from '@playwright/test'
import { delegationTypedData, SCOPE_CONTRIBUTE } from '../../lib/protocol/statements.ts'
import type { Callable, Kit } from './pageKit.ts'
import { expect, RULED, test } from './world.ts'

type Wallet = InstanceType<Kit['LayeredWallet']>
type PageGlobals = typeof globalThis & { readonly kit: Kit; readonly ethereum: Wallet }

const WALLET = '<script>globalThis.ethereum = new kit.LayeredWallet()</script>'

/**
 * Puts a spy on everything of the language and the browser that a script of ours could be tempted to use, lets `use` run,
 * and gives back what it gave and which of the spies were called meanwhile.
 */
const SPIES = `
  globalThis.spied = async (use) => {
    const { apply, ownKeys, getOwnPropertyDescriptor, defineProperty } = Reflect
    const called = []
    const put = (holder, key, value) => defineProperty(holder, key, { value, writable: true, configurable: true })
    const undo = []
    const spy = (holder, label) => {
      const keys = ownKeys(holder)
      for (let index = 0; index < keys.length; index += 1) {
        const key = keys[index]
        const own = getOwnPropertyDescriptor(holder, key)
        if (typeof own.value !== 'function' || key === 'constructor' || !own.configurable) continue
        undo[undo.length] = () => defineProperty(holder, key, own)
        const original = own.value
        const name = label + '.' + String(key)
        function Spy() {
          called[called.length] = name
          return new.target === undefined ? apply(original, this, arguments) : new original(...arguments)
        }
        Spy.prototype = original.prototype
        put(holder, key, Spy)
      }
    }
    const globals = { Proxy, WeakMap, Map, Set, CustomEvent, MessageChannel, structuredClone, setTimeout, TextEncoder }
    for (const key of Object.keys(globals)) {
      const original = globalThis[key]
      undo[undo.length] = () => put(globalThis, key, original)
      put(globalThis, key, function () {
        called[called.length] = key
        return new.target === undefined ? apply(original, this, arguments) : new original(...arguments)
      })
    }
    const holders = {
      Reflect, JSON, Object, Array, Promise, Number, String,
      'Function.prototype': Function.prototype, 'Array.prototype': Array.prototype,
      'String.prototype': String.prototype, 'Object.prototype': Object.prototype,
      'Promise.prototype': Promise.prototype, 'WeakMap.prototype': WeakMap.prototype,
      'Map.prototype': Map.prototype, 'Set.prototype': Set.prototype,
      'EventTarget.prototype': EventTarget.prototype, 'Event.prototype': Event.prototype,
      'MessagePort.prototype': MessagePort.prototype, 'Crypto.prototype': Crypto.prototype,
    }
    const labels = Object.keys(holders)
    for (let index = 0; index < labels.length; index += 1) spy(holders[labels[index]], labels[index])
    try {
      return { result: await use(), called }
    } finally {
      for (let index = undo.length - 1; index >= 0; index -= 1) undo[index]()
    }
  }
`

interface Spied {
  readonly result: unknown
  readonly called: readonly string[]
}

test('nothing of ours goes through what a page has replaced after load', async ({ world }) => {
  const page = await world.open(`<script>${SPIES}</script>`)
  const { result, called } = await page.evaluate(async () => {
    const { kit, spied } = globalThis as PageGlobals & {
      spied(use: () => Promise<unknown>): Promise<Spied>
    }
    const plain = { request: async () => 'wallet' }
    const frozen = Object.freeze({ request: async () => 'wallet' })
    kit.announce(plain)
    const [, late] = [kit.announce(frozen), kit.heard[1]!.provider]
    const ask = { method: 'dataUse_getGrants', params: [{ a: ['b', 1, null] }] }
    const other = { method: 'eth_chainId' }
    const typed = { method: 'eth_signTypedData_v4', params: ['0x', '{"primaryType":"ContributionKey"}'] }
    // Awaited: handing a promise on would ask its `then`, which is spied upon.
    return await spied(async () => [
      await (plain as Callable).request(ask),
      await late.request(ask),
      await (plain as Callable).request(other),
      await late.request(other),
      await (plain as Callable).request(typed),
    ])
  })
  expect(result).toEqual([
    'answered by the extension',
    'answered by the extension',
    'wallet',
    'wallet',
    'wallet',
  ])
  expect(called).toEqual([])
})

test('nothing of the gate’s goes through what a page has replaced after load', async ({ world }) => {
  await world.standIn('say', { personal_sign: 'pass' })
  const page = await world.open(`<script>${SPIES}</script>`, RULED)
  const { result, called } = await page.evaluate(async () => {
    const { kit, spied } = globalThis as PageGlobals & {
      spied(use: () => Promise<unknown>): Promise<Spied>
    }
    const wallet = { request: async () => 'wallet' }
    kit.announce(wallet)
    const { request } = wallet as Callable
    const login = 'a.test wants you to sign in with your Ethereum account'
    // Awaited: handing a promise on would ask its `then`, which is spied upon.
    return await spied(async () => [
      await request({ method: 'eth_accounts' }),
      await request({ method: 'personal_sign', params: [login, '0x'] }),
      await request({ method: 'personal_sign', params: ['Hello', '0x'] }),
    ])
  })
  expect(result).toEqual([[], 'wallet', 'wallet'])
  expect(called).toEqual([])
})

test('a polluted Object.prototype changes nothing', async ({ world }) => {
  const page = await world.open(
    `<script>
      for (const [key, value] of Object.entries({
        method: 'dataUse_request', params: [1], value: 1, get: () => 1, set: () => 1,
        writable: false, configurable: false, enumerable: true, request: () => 1, silent: false,
      }))
        Object.defineProperty(Object.prototype, key, { value, configurable: true, writable: true })
    </script>`,
  )
  const outcome = await page.evaluate(async () => {
    const { kit } = globalThis as PageGlobals
    const wallet = new kit.LayeredWallet()
    const frozen = Object.freeze(new kit.LayeredWallet())
    dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail: { info: {}, provider: wallet } }))
    dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail: { info: {}, provider: frozen } }))
    const mirror = kit.heard[1]!.provider
    const result = [
      await kit.isIntercepted(wallet),
      await kit.isIntercepted(mirror),
      await wallet.request({ method: 'eth_chainId' }),
      await mirror.request({ method: 'eth_chainId' }),
    ]
    for (const key of Object.keys(Object.prototype)) Reflect.deleteProperty(Object.prototype, key)
    return result
  })
  expect(outcome).toEqual([true, true, 'wallet: eth_chainId', 'wallet: eth_chainId'])
  expect((await world.standIn('heard')).map(({ method }) => method)).toEqual([
    'dataUse_getGrants',
    'dataUse_getGrants',
  ])
})

test('a page that tampers with an about:blank frame as soon as it has made it is too late', async ({
  world,
}) => {
  const page = await world.open(WALLET)
  const outcome = await page.evaluate(async () => {
    const { kit, ethereum } = globalThis as PageGlobals
    const frame = document.createElement('iframe')
    document.body.append(frame)
    const inner = frame.contentWindow as unknown as typeof globalThis
    const stolen: string[] = []
    for (const key of ['call', 'apply', 'bind'] as const)
      inner.Function.prototype[key] = function (this: () => unknown, ...args: unknown[]) {
        stolen.push(key)
        return Reflect.apply(Function.prototype[key], this, args)
      }
    ;(inner as { Proxy: unknown }).Proxy = () => {
      throw new Error('no Proxy here')
    }
    const wallet = new kit.LayeredWallet()
    Object.assign(inner, { ethereum: wallet })
    inner.dispatchEvent(new Event('click'))
    const answered = await kit.outcome(wallet.request({ method: 'dataUse_getGrants' }))
    return { answered, stolen, outside: await kit.isIntercepted(ethereum) }
  })
  // The frame's scripts of ours had run by then: a browser runs them as the frame is made.
  expect(outcome).toEqual({
    answered: { result: 'answered by the extension' },
    stolen: [],
    outside: true,
  })
})

test('getters that throw are left to the page', async ({ world }) => {
  const page = await world.open(
    `<script>
      const no = () => { throw new Error('no') }
      Object.defineProperty(globalThis, 'ethereum', { get: no, configurable: true })
      globalThis.coinbaseWalletExtension = { request: async () => 'wallet', get providers() { return no() }, get providerMap() { return no() } }
      globalThis.errors = []
      addEventListener('error', ({ message }) => errors.push(message))
    </script>`,
  )
  await page.mouse.click(5, 5)
  const outcome = await page.evaluate(async () => {
    const { kit, coinbaseWalletExtension, errors } = globalThis as PageGlobals & {
      coinbaseWalletExtension: Callable
      errors: string[]
    }
    const hostile = {
      get request() {
        throw new Error('no')
      },
    }
    kit.announce(hostile)
    dispatchEvent(new CustomEvent('eip6963:announceProvider'))
    const throwing = {
      get method() {
        throw new Error('the page’s own')
      },
    }
    let thrown = ''
    try {
      coinbaseWalletExtension.request(throwing)
    } catch (error) {
      thrown = (error as Error).message
    }
    return {
      thrown,
      errors,
      isSame: kit.heard[0]?.provider === (hostile as unknown),
      intercepted: await kit.isIntercepted(coinbaseWalletExtension),
    }
  })
  expect(outcome).toMatchObject({ thrown: 'the page’s own', isSame: true, intercepted: true })
})

test('a wallet that is unwrapped through another realm gets dataUse_*, which it does not know: nothing is granted', async ({
  world,
}) => {
  const page = await world.open(WALLET)
  const outcome = await page.evaluate(async () => {
    const { ethereum } = globalThis as PageGlobals
    const frame = document.createElement('iframe')
    document.body.append(frame)
    const { Reflect: clean } = frame.contentWindow as unknown as typeof globalThis
    const { request } = clean.getPrototypeOf(ethereum) as Callable
    return clean.apply(request, ethereum, [{ method: 'dataUse_request', params: [{}] }]) as Promise<unknown>
  })
  expect(outcome).toBe('wallet: dataUse_request')
  expect(await world.standIn('heard')).toEqual([])
})

test('what a page changes after its call through a wallet is not what it asked for', async ({ world }) => {
  const page = await world.open(WALLET)
  await page.evaluate(async () => {
    const { ethereum } = globalThis as PageGlobals
    const params = [{ title: 'one' }]
    const args = { method: 'dataUse_request', params }
    const done = ethereum.request(args)
    params[0]!.title = 'two'
    args.method = 'dataUse_getGrants'
    await done
  })
  expect(await world.standIn('heard')).toMatchObject([
    { method: 'dataUse_request', params: [{ title: 'one' }] },
  ])
})

const delegate = (page: Page): Promise<{ codes: unknown[]; seen: string[] }> => {
  const account = '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2'
  const typedData = delegationTypedData({
    account,
    key: '0x00000000000000000000000000000000000000Bd',
    chainId: '1',
    notBefore: 0,
    notAfter: 4_000_000_000,
    scope: SCOPE_CONTRIBUTE,
    payee: account,
  })
  const text = JSON.stringify(typedData, (_, value) => (typeof value === 'bigint' ? `${value}` : value))
  return page.evaluate(
    async ([address, json]) => {
      const { kit } = globalThis as PageGlobals
      const codes: unknown[] = []
      const seen: string[] = []
      const makes = [() => new kit.LayeredWallet(), () => Object.freeze(new kit.LayeredWallet())]
      for (const make of makes) {
        const target = make()
        kit.announce(target)
        const wallet = kit.heard.at(-1)!.provider as unknown as Wallet
        for (const data of [json, JSON.parse(json), json.replaceAll('Contribution', '\\u0043ontribution')]) {
          const call = { id: 1, method: 'eth_signTypedData_v4', params: [address, data] }
          const first = async (outcome: Promise<unknown[]>) => ((await outcome)[0] as { code: number }).code
          codes.push(
            (await kit.outcome(wallet.request(call))).code,
            (await kit.outcome(wallet.send(call.method, call.params) as Promise<unknown>)).code,
            await first(kit.calledBack((done) => wallet.send(call, done))),
            await first(kit.calledBack((done) => wallet.sendAsync(call, done))),
          )
        }
        const swapped = [address, '{}']
        const done = wallet.request({ method: 'eth_signTypedData_v4', params: swapped })
        swapped[1] = json
        await done
        seen.push(...target.seen.map((call) => JSON.stringify(call)))
      }
      return { codes, seen }
    },
    [account, text] as const,
  )
}

test('a dApp cannot have its own key delegated, by any form of calling', async ({ world }) => {
  const { codes, seen } = await delegate(await world.open(''))
  expect(codes).toHaveLength(24)
  expect(new Set(codes)).toEqual(new Set([4100]))
  expect(seen).toEqual(
    Array.from({ length: 2 }, () =>
      expect.stringContaining('"params":["0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2","{}"]'),
    ),
  )
})
