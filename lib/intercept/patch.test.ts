import { describe, expect, it, vi } from 'vitest'
import { patchProvider } from './patch.ts'

class Wallet {
  #accounts = ['0x1']
  isWallet = true
  request(args: { method: string }): Promise<unknown> {
    if (args === undefined) throw new TypeError('no arguments')
    return Promise.resolve([args.method, this.#accounts])
  }
}

const answered = () => vi.fn(async (_args: unknown): Promise<unknown> => 'answered')

describe('patchProvider', () => {
  it('answers dataUse_* before the wallet sees it', async () => {
    const wallet = new Wallet()
    const handle = answered()
    patchProvider(wallet, handle)
    const args = { method: 'dataUse_getGrants' }
    await expect(wallet.request(args)).resolves.toBe('answered')
    expect(handle).toHaveBeenCalledWith(args)
  })

  it('passes everything else in the same turn, with this, arguments and result untouched', async () => {
    const result = Promise.resolve(1)
    const seen: unknown[] = []
    const wallet = {
      request(this: unknown, ...args: unknown[]) {
        seen.push(this, args)
        return result
      },
    }
    patchProvider(wallet, answered())
    const args = { method: 'eth_accounts' }
    expect((wallet.request as (...args: unknown[]) => unknown)(args, 'extra')).toBe(result)
    expect(seen).toEqual([wallet, [args, 'extra']])
    expect((seen[1] as unknown[])[0]).toBe(args)
    const patched = new Wallet()
    patchProvider(patched, answered())
    await expect(patched.request({ method: 'eth_accounts' })).resolves.toEqual(['eth_accounts', ['0x1']])
  })

  it('throws what the wallet throws, at the same moment', () => {
    const wallet = new Wallet()
    patchProvider(wallet, answered())
    expect(() => (wallet as { request(args?: unknown): unknown }).request()).toThrow('no arguments')
  })

  it('leaves identity, keys, spread and JSON as they were, and adds no marker', () => {
    const wallet = new Wallet()
    const before = { keys: Object.keys(wallet), json: JSON.stringify(wallet), spread: { ...wallet } }
    patchProvider(wallet, answered())
    expect(Object.keys(wallet)).toEqual(before.keys)
    expect(JSON.stringify(wallet)).toBe(before.json)
    expect({ ...wallet }).toEqual(before.spread)
    expect(Reflect.ownKeys(wallet).filter((key) => !before.keys.includes(String(key)))).toEqual(['request'])
    expect(wallet.request.name).toBe('request')
    expect(wallet.request).toHaveLength(1)
    expect('prototype' in wallet.request).toBe(false)
  })

  it('keeps an own request as enumerable and writable as it was', () => {
    const wallet = { request: async () => 1 }
    patchProvider(wallet, answered())
    expect(Object.getOwnPropertyDescriptor(wallet, 'request')).toMatchObject({
      enumerable: true,
      writable: true,
      configurable: true,
    })
  })

  it('patches once, however often a wallet is announced', async () => {
    const wallet = new Wallet()
    patchProvider(wallet, answered())
    const { request } = wallet
    patchProvider(wallet, answered())
    expect(wallet.request).toBe(request)
  })

  it('works on a Proxy that binds on every read, as Enkrypt does', async () => {
    const target = new Wallet()
    const wallet = new Proxy(target, {
      get: (object, key) => {
        const value: unknown = Reflect.get(object, key)
        return typeof value === 'function' ? value.bind(object) : value
      },
    })
    patchProvider(wallet, answered())
    expect(Object.keys(wallet)).toEqual(['isWallet'])
    await expect(wallet.request({ method: 'dataUse_getGrants' })).resolves.toBe('answered')
    await expect(wallet.request({ method: 'eth_chainId' })).resolves.toEqual(['eth_chainId', ['0x1']])
  })

  it.each([
    ['frozen', Object.freeze(new Wallet())],
    ['sealed without its own request', Object.seal(new Wallet())],
    ['not extensible', Object.preventExtensions(new Wallet())],
  ])('leaves a provider alone that is %s', async (_, wallet) => {
    const handle = answered()
    patchProvider(wallet, handle)
    await wallet.request({ method: 'dataUse_getGrants' })
    expect(handle).not.toHaveBeenCalled()
  })

  it.each([undefined, null, 1, 'ethereum', {}, { request: 1 }])(
    'ignores what is no provider: %s',
    (value) => {
      expect(() => patchProvider(value, answered())).not.toThrow()
    },
  )

  it('does not trip over a provider whose traps throw', () => {
    const hostile = new Proxy(new Wallet(), {
      getOwnPropertyDescriptor: () => {
        throw new Error('no')
      },
    })
    expect(() => patchProvider(hostile, answered())).not.toThrow()
  })
})
