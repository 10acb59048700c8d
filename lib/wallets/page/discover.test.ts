import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { readFromPlace } from '../read.ts'
import { discoverWallets, type PageWallet, type WalletScope } from './discover.ts'

const provider = (flags: Record<string, unknown> = {}) => ({ ...flags, request: async () => null })

const info = (name: string, rdns: string, uuid = `uuid of ${name}`) => ({ uuid, name, rdns, icon: '' })

const announce = (scope: EventTarget, detail: unknown) =>
  scope.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }))

/** A window, what was found in it last, and how often. */
const page = (before: Partial<WalletScope> = {}) => {
  const scope: WalletScope = Object.assign(new EventTarget(), before)
  const onFound = vi.fn<(wallets: readonly PageWallet[]) => void>()
  discoverWallets(onFound, scope)
  const found = () => onFound.mock.lastCall?.[0] ?? []
  return { scope, onFound, found, names: () => found().map(({ name }) => name) }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('discoverWallets', () => {
  it('asks for announcements, and takes each uuid once', () => {
    const scope: WalletScope = new EventTarget()
    const wallet = provider()
    scope.addEventListener('eip6963:requestProvider', () =>
      announce(scope, { info: info('A', 'a.a'), provider: wallet }),
    )
    const onFound = vi.fn()
    discoverWallets(onFound, scope)
    scope.dispatchEvent(new Event('load'))
    expect(onFound).toHaveBeenCalledTimes(1)
    expect(onFound).toHaveBeenLastCalledWith([
      { id: 'uuid of A', name: 'A', rdns: 'a.a', icon: '', provider: wallet },
    ])
  })

  it('shows one wallet once, though it announces one provider under two uuids', () => {
    const { scope, names } = page()
    const wallet = provider()
    announce(scope, { info: info('A', 'a.a', '1'), provider: wallet })
    announce(scope, { info: info('A', 'a.a', '2'), provider: wallet })
    expect(names()).toEqual(['A'])
  })

  it.each([
    ['before us', (_: WalletScope) => undefined],
    ['with an event', (scope: WalletScope) => scope.dispatchEvent(new Event('ethereum#initialized'))],
    ['after load, in silence', () => vi.advanceTimersByTime(7_000)],
  ])('finds what comes on the window %s', (when, arrive) => {
    const wallet = provider({ isMetaMask: true, isEnkrypt: true })
    const { scope, found } = page(when === 'before us' ? { ethereum: wallet } : {})
    scope.dispatchEvent(new Event('load'))
    vi.advanceTimersByTime(2_900)
    scope.ethereum = wallet
    arrive(scope)
    expect(found()).toMatchObject([
      { id: 'window.ethereum com.enkrypt', name: 'Enkrypt', rdns: 'com.enkrypt', provider: wallet },
    ])
  })

  it('stops looking in the end', () => {
    const { scope, names } = page()
    scope.dispatchEvent(new Event('load'))
    vi.advanceTimersByTime(10_001)
    expect(vi.getTimerCount()).toBe(0)
    scope.ethereum = provider({ isMetaMask: true })
    vi.advanceTimersByTime(10_000)
    expect(names()).toEqual([])
  })

  it.each([
    ['is the same object', false],
    ['is announced later than found', true],
  ])('does not list a window’s wallet beside its announcement: %s', (_, late) => {
    const wallet = provider({ isMetaMask: true })
    const { scope, names } = page(late ? { ethereum: wallet } : {})
    announce(scope, { info: info('MetaMask Flask', 'io.metamask.flask'), provider: wallet })
    scope.ethereum = wallet
    scope.dispatchEvent(new Event('ethereum#initialized'))
    expect(names()).toEqual(['MetaMask Flask'])
  })

  it('knows a wallet by its name where its announced provider is another object', () => {
    const { scope, names } = page({ ethereum: provider({ isMetaMask: true, isEnkrypt: true }) })
    announce(scope, { info: info('Enkrypt 3', 'com.enkrypt'), provider: provider() })
    expect(names()).toEqual(['Enkrypt 3'])
  })

  it('knows a wallet by its flags where one of the two is wrapped', () => {
    const wallet = Object.freeze(provider({ isFrozenWallet: true }))
    const wrapped = new Proxy({}, { get: (_, key) => Reflect.get(wallet, key) })
    const { scope, names } = page({ ethereum: wallet })
    announce(scope, { info: info('Frozen', 'test.frozen'), provider: wrapped })
    expect(names()).toEqual(['Frozen'])
  })

  it('looks behind a provider that stands for several', () => {
    const [metamask, coinbase] = [provider({ isMetaMask: true }), provider({ isCoinbaseWallet: true })]
    const shared = { ...provider(), providers: [metamask, coinbase, null, {}] }
    const { found, names } = page({ ethereum: shared, coinbaseWalletExtension: coinbase })
    expect(names()).toEqual(['MetaMask', 'Coinbase Wallet'])
    expect(found().map((wallet) => wallet.provider)).toEqual([metamask, coinbase])
  })

  it('keeps a wallet whose place on the window another one takes', () => {
    const { scope, names, found } = page({ ethereum: provider({ isMetaMask: true }) })
    scope.ethereum = provider({ isMEWwallet: true, isMetaMask: true })
    scope.dispatchEvent(new Event('load'))
    expect(names()).toEqual(['MetaMask', 'MEW wallet'])
    scope.ethereum = provider()
    vi.advanceTimersByTime(250)
    scope.ethereum = provider()
    vi.advanceTimersByTime(250)
    expect(found().map(({ id }) => id)).toEqual([
      'window.ethereum io.metamask',
      'window.ethereum com.myetherwallet',
      'window.ethereum',
      'window.ethereum 2',
    ])
  })

  it('does not trip over getters that throw', () => {
    const hostile = {
      get ethereum(): never {
        throw new Error('no')
      },
    }
    const scope = Object.defineProperties(new EventTarget(), Object.getOwnPropertyDescriptors(hostile))
    const onFound = vi.fn()
    discoverWallets(onFound, scope)
    announce(scope, {
      get info(): never {
        throw new Error('no')
      },
    })
    announce(scope, { info: info('A', 'a.a'), provider: provider() })
    expect(onFound).toHaveBeenCalledTimes(1)
  })

  it('lists as many as the worker takes', () => {
    const { scope, found } = page()
    for (let i = 0; i < 40; i++) announce(scope, { info: info('A', 'a.a', `${i}`), provider: provider() })
    expect(found()).toHaveLength(32)
  })

  it('passes only lists that the worker takes, whatever other scripts announce', () => {
    const lengths = [1, 65, 129, 70_000].map((length) => 'x'.repeat(length))
    const word = fc.oneof(fc.string(), fc.constantFrom(...lengths, '', ' ', undefined, 7))
    const make = fc.constantFrom(provider, provider, provider, () => null)
    const detail = fc.oneof(
      {
        weight: 9,
        arbitrary: fc.record({
          info: fc.record({ uuid: word, name: word, rdns: word, icon: word }),
          provider: make.map((one) => one()),
        }),
      },
      { weight: 1, arbitrary: fc.anything() },
    )
    fc.assert(
      fc.property(fc.array(detail, { maxLength: 60, size: 'max' }), (details) => {
        const { scope, found } = page()
        for (const one of details) announce(scope, one)
        announce(scope, { info: info('Honest', 'h.h', 'honest'), provider: provider() })
        const wallets = found().map(({ provider: _, ...wallet }) => wallet)
        expect(readFromPlace({ type: 'wallets', wallets })).toBeDefined()
      }),
    )
  })
})
