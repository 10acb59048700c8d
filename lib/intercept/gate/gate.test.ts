import { describe, expect, it, vi } from 'vitest'
import { coverFor } from '../testing/coverFor.ts'
import { bindingWallet, LayeredWallet } from '../testing/standInWallet.ts'
import { createGate } from './gate.ts'

type Say = (question: { method: string; params: unknown; silent: boolean }) => unknown

const setUp = <Wallet extends object = LayeredWallet>(
  say: Say,
  prepare: (wallet: LayeredWallet) => Wallet = (wallet) => wallet as unknown as Wallet,
) => {
  const asked: unknown[] = []
  const answer = vi.fn(async (args: unknown): Promise<unknown> => {
    const { method, params } = args as { method: string; params: [Parameters<Say>[0]] }
    if (method !== 'gate_ask') return 'answered'
    asked.push(params[0])
    return say(params[0])
  })
  const target = new LayeredWallet()
  const wallet = coverFor(answer, { gate: createGate })(prepare(target)) as Wallet
  return { asked, target, wallet, answer }
}

const pass = () => 'pass'
const withhold: Say = ({ silent }) => {
  if (silent) return 'withhold'
  throw Object.assign(new Error('The request was refused.'), { code: 4001 })
}

const callback = (call: (done: (...outcome: unknown[]) => void) => unknown) =>
  new Promise<unknown[]>((resolve) => {
    call((...outcome) => resolve(outcome))
  })

describe('the gate', () => {
  it('asks before a listed call, as it was at the call, and passes what it asked about', async () => {
    const { asked, target, wallet } = setUp(pass)
    const params = [{ eth_accounts: {} }]
    const done = wallet.request({ method: 'wallet_requestPermissions', params })
    Object.assign(params[0]!, { more: 1 })
    await done
    expect(asked).toEqual([
      { method: 'wallet_requestPermissions', params: [{ eth_accounts: {} }], silent: false },
    ])
    expect(target.seen).toEqual([{ method: 'wallet_requestPermissions', params: [{ eth_accounts: {} }] }])
  })

  it('asks silently where the page only looks', async () => {
    const { asked, wallet } = setUp(withhold)
    await expect(wallet.request({ method: 'eth_accounts' })).resolves.toEqual([])
    await expect(wallet.request({ method: 'wallet_getPermissions' })).resolves.toEqual([])
    await expect(wallet.request({ method: 'eth_coinbase' })).resolves.toBeNull()
    expect(asked).toMatchObject([{ silent: true }, { silent: true }, { silent: true }])
  })

  it('passes everything else in the same turn and asks nothing', () => {
    const { asked, target, wallet } = setUp(withhold)
    wallet.request({ method: 'eth_chainId' })
    expect(target.seen).toEqual([{ method: 'eth_chainId' }])
    expect(asked).toEqual([])
  })

  it('rejects what is refused, by every form, with a wallet’s kind of error', async () => {
    const { target, wallet } = setUp(withhold)
    const call = { id: 3, method: 'eth_requestAccounts' }
    const refused = expect.objectContaining({ code: 4001, message: 'The request was refused.' })
    await expect(wallet.request(call)).rejects.toEqual(refused)
    await expect(wallet.send('eth_requestAccounts')).rejects.toEqual(refused)
    await expect(wallet.enable()).rejects.toEqual(refused)
    expect((await callback((done) => wallet.sendAsync(call, done)))[0]).toEqual(refused)
    expect((await callback((done) => wallet.send(call, done)))[0]).toEqual(refused)
    expect(target.seen).toEqual([])
  })

  it('lets nothing through where the worker cannot be reached', async () => {
    const { target, wallet } = setUp(() => {
      throw Object.assign(new Error('Reload this page.'), { code: 4900 })
    })
    await expect(wallet.request({ method: 'eth_accounts' })).rejects.toMatchObject({ code: 4900 })
    expect(target.seen).toEqual([])
  })

  it.each(['no word of ours', undefined, true, {}])('lets nothing through on the answer %s', async (word) => {
    const { target, wallet } = setUp(() => word)
    await expect(wallet.request({ method: 'eth_requestAccounts' })).rejects.toMatchObject({ code: 4001 })
    expect(target.seen).toEqual([])
  })

  it.each([
    ['enable', (wallet: LayeredWallet) => wallet.enable()],
    [
      'sendAsync',
      (wallet: LayeredWallet) =>
        callback((done) => wallet.sendAsync({ method: 'eth_decrypt', params: ['0x', '0x'] }, done)),
    ],
    [
      'send',
      (wallet: LayeredWallet) =>
        callback((done) => wallet.send({ method: 'eth_decrypt', params: ['0x'] }, done)),
    ],
    ['send(method)', (wallet: LayeredWallet) => wallet.send('eth_decrypt', ['0x'])],
  ] as const)('asks once for one call, however the wallet layers it: %s', async (_, call) => {
    for (const prepare of [undefined, bindingWallet, Object.freeze] as const) {
      const { asked, target, wallet } = setUp(pass, prepare as never)
      await call(wallet)
      expect(asked).toHaveLength(1)
      expect(target.seen).toHaveLength(1)
      await call(wallet)
      expect(target.seen).toHaveLength(2)
    }
  })

  it('asks again for the next call', async () => {
    const { asked, wallet } = setUp(pass)
    for (let time = 0; time < 2; time += 1) await wallet.request({ method: 'eth_decrypt', params: ['0x'] })
    expect(asked).toHaveLength(2)
  })

  it('asks about each request of a batch, and sends what passes with the rest, in one batch', async () => {
    const { target, wallet } = setUp(({ method }) => (method === 'eth_decrypt' ? 'pass' : 'withhold'))
    const batch = [
      { id: 1, method: 'eth_accounts' },
      { id: 2, method: 'eth_decrypt', params: ['0x'] },
      { id: 3, method: 'eth_chainId' },
      { id: 4, method: 'dataUse_getGrants' },
    ]
    expect(await callback((done) => wallet.sendAsync(batch, done))).toEqual([
      null,
      [
        { id: 1, jsonrpc: '2.0', result: [] },
        { id: 2, jsonrpc: '2.0', result: 'wallet: eth_decrypt' },
        { id: 3, jsonrpc: '2.0', result: 'wallet: eth_chainId' },
        { id: 4, jsonrpc: '2.0', result: 'answered' },
      ],
    ])
    expect(target.seen).toEqual([{ method: 'eth_decrypt', params: ['0x'] }, { method: 'eth_chainId' }])
  })

  it('answers a synchronous send as a wallet without accounts does', async () => {
    const { wallet } = setUp(pass)
    expect(wallet.send({ id: 5, method: 'eth_accounts' })).toEqual({ id: 5, jsonrpc: '2.0', result: [] })
    expect(wallet.send({ id: 6, method: 'eth_coinbase' })).toEqual({ id: 6, jsonrpc: '2.0', result: null })
    expect(() => wallet.send({ method: 'eth_requestAccounts' })).toThrow()
    await wallet.request({ method: 'eth_accounts' })
    expect(wallet.send({ id: 7, method: 'eth_accounts' })).toMatchObject({ result: ['0xa11ce'] })
  })

  it('takes the accounts out of what MetaMask says of itself', async () => {
    const state = { accounts: ['0xa11ce'], chainId: '0x1' }
    const own = new LayeredWallet()
    own.request = async () => state
    coverFor(async () => 'withhold', { gate: createGate })(own)
    await expect(own.request({ method: 'metamask_getProviderState' })).resolves.toEqual({
      accounts: [],
      chainId: '0x1',
    })
  })
})

describe('what a page learns without asking', () => {
  const kinds = [
    ['patched in place', undefined],
    ['behind a look-alike', Object.freeze],
    ['that binds on each read', bindingWallet],
  ] as const

  it.each(kinds)('selectedAddress is null until identity was let through: wallet %s', async (_, prepare) => {
    let word = 'withhold'
    const { wallet } = setUp(() => word, prepare as never)
    expect(wallet.selectedAddress).toBeNull()
    await wallet.request({ method: 'eth_accounts' })
    expect(wallet.selectedAddress).toBeNull()
    word = 'pass'
    await wallet.request({ method: 'eth_accounts' })
    expect(wallet.selectedAddress).toBe('0xa11ce')
  })

  it('an own selectedAddress is still written by the wallet', async () => {
    const { target, wallet } = setUp(pass, (made) =>
      Object.defineProperty(made, 'selectedAddress', {
        value: null,
        writable: true,
        enumerable: true,
        configurable: true,
      }),
    )
    ;(target as { selectedAddress: unknown }).selectedAddress = '0xb0b'
    expect(wallet.selectedAddress).toBeNull()
    expect(Object.keys(wallet)).toContain('selectedAddress')
    await wallet.request({ method: 'eth_requestAccounts' })
    expect(wallet.selectedAddress).toBe('0xb0b')
  })

  it.each(kinds)(
    'accountsChanged is withheld, then the latest is told once: wallet %s',
    async (_, prepare) => {
      const { target, wallet } = setUp(pass, prepare as never)
      const heard: unknown[] = []
      const notes = (name: string) => (accounts: unknown) => heard.push([name, accounts])
      wallet.on('accountsChanged', notes('on'))
      wallet.once('accountsChanged', notes('once'))
      wallet.on('chainChanged', notes('chain'))
      target.switchTo(['0x1'])
      target.switchTo(['0x2'])
      target.emit('chainChanged', '0x5')
      expect(heard).toEqual([['chain', '0x5']])
      await wallet.request({ method: 'eth_accounts' })
      expect(heard.slice(1)).toEqual([
        ['on', ['0x2']],
        ['once', ['0x2']],
      ])
      target.switchTo(['0x3'])
      expect(heard.slice(3)).toEqual([['on', ['0x3']]])
    },
  )

  it('another kind that is let through says nothing about the person', async () => {
    const { wallet } = setUp(pass)
    await wallet.request({ method: 'eth_decrypt', params: ['0x'] })
    expect(wallet.selectedAddress).toBeNull()
  })

  it.each(kinds)('a listener can be removed by its own name: wallet %s', async (_, prepare) => {
    const { target, wallet } = setUp(pass, prepare as never)
    const listener = vi.fn()
    wallet.on('accountsChanged', listener)
    wallet.once('accountsChanged', listener)
    wallet.on('accountsChanged', listener)
    for (let time = 0; time < 3; time += 1) wallet.removeListener('accountsChanged', listener)
    expect(target.listenerCount()).toBe(0)
    target.switchTo(['0x1'])
    wallet.on('accountsChanged', listener)
    target.switchTo(['0x2'])
    wallet.removeAllListeners()
    await wallet.request({ method: 'eth_accounts' })
    target.switchTo(['0x3'])
    expect(listener).not.toHaveBeenCalled()
  })

  it.each(kinds)(
    'a listener is not told of what was withheld before it was removed: wallet %s',
    async (_, prepare) => {
      const { target, wallet } = setUp(pass, prepare as never)
      const listener = vi.fn()
      wallet.once('accountsChanged', listener)
      target.switchTo(['0x1'])
      wallet.removeListener('accountsChanged', listener)
      await wallet.request({ method: 'eth_accounts' })
      expect(listener).not.toHaveBeenCalled()
    },
  )

  it('a listener of before can be removed after, and one added after is the wallet’s own', async () => {
    const { target, wallet } = setUp(pass)
    const listener = vi.fn()
    wallet.on('accountsChanged', listener)
    await wallet.request({ method: 'eth_accounts' })
    wallet.removeListener('accountsChanged', listener)
    target.switchTo(['0x1'])
    expect(listener).not.toHaveBeenCalled()
    wallet.on('accountsChanged', listener)
    wallet.removeListener('accountsChanged', listener)
    expect(target.listenerCount()).toBe(0)
  })
})
