import { describe, expect, it, vi } from 'vitest'
import { coverFor } from './testing/coverFor.ts'
import { bindingWallet, LayeredWallet } from './testing/standInWallet.ts'

const covering = () => {
  const answer = vi.fn(async (_args: unknown): Promise<unknown> => 'answered')
  return { answer, cover: coverFor(answer) }
}

class Plain {
  #accounts = ['0x1']
  isWallet = true
  request(args: { method: string }): Promise<unknown> {
    if (args === undefined) throw new TypeError('no arguments')
    return Promise.resolve([args.method, this.#accounts])
  }
}

const DATA_USE = { method: 'dataUse_getGrants' }

describe('a provider patched in place', () => {
  it('answers dataUse_* before the wallet sees it', async () => {
    const { answer, cover } = covering()
    const wallet = new LayeredWallet()
    expect(cover(wallet)).toBe(wallet)
    await expect(wallet.request({ ...DATA_USE, params: [1] })).resolves.toBe('answered')
    expect(answer).toHaveBeenCalledWith({ ...DATA_USE, params: [1] })
    expect(wallet.seen).toEqual([])
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
    covering().cover(wallet)
    const args = { method: 'eth_accounts' }
    expect((wallet.request as (...args: unknown[]) => unknown)(args, 'extra')).toBe(result)
    expect(seen).toEqual([wallet, [args, 'extra']])
    expect((seen[1] as unknown[])[0]).toBe(args)
    const plain = new Plain()
    covering().cover(plain)
    await expect(plain.request({ method: 'eth_accounts' })).resolves.toEqual(['eth_accounts', ['0x1']])
  })

  it('throws what the wallet throws, at the same moment', () => {
    const wallet = new Plain()
    covering().cover(wallet)
    expect(() => (wallet as { request(args?: unknown): unknown }).request()).toThrow('no arguments')
  })

  it('leaves identity, keys, spread and JSON as they were, and adds no marker', () => {
    const wallet = new Plain()
    const before = { keys: Object.keys(wallet), json: JSON.stringify(wallet), spread: { ...wallet } }
    covering().cover(wallet)
    expect(Object.keys(wallet)).toEqual(before.keys)
    expect(JSON.stringify(wallet)).toBe(before.json)
    expect({ ...wallet }).toEqual(before.spread)
    expect(Reflect.ownKeys(wallet).filter((key) => !before.keys.includes(String(key)))).toEqual(['request'])
    expect(wallet.request.name).toBe('request')
    expect(wallet.request).toHaveLength(1)
    expect('prototype' in wallet.request).toBe(false)
    expect(Object.getOwnPropertyDescriptor(wallet, 'request')).toMatchObject({
      enumerable: false,
      writable: true,
      configurable: true,
    })
  })

  it('gains one property for each method that it has, and none for those that it has not', () => {
    const wallet = new LayeredWallet()
    const before = Reflect.ownKeys(wallet)
    covering().cover(wallet)
    expect(Reflect.ownKeys(wallet).filter((key) => !before.includes(key))).toEqual([
      'request',
      'send',
      'sendAsync',
    ])
    expect(wallet.send.name).toBe('send')
    expect(wallet.sendAsync).toHaveLength(2)
  })

  it.each([
    { enumerable: true, writable: true, configurable: true },
    { enumerable: true, writable: false, configurable: true },
    { enumerable: false, writable: true, configurable: false },
  ])('keeps what an own method was: %o', async (flags) => {
    const wallet = Object.defineProperty({}, 'request', { value: async () => 1, ...flags }) as Plain
    covering().cover(wallet)
    expect(Object.getOwnPropertyDescriptor(wallet, 'request')).toMatchObject(flags)
    await expect(wallet.request(DATA_USE)).resolves.toBe('answered')
  })

  it('is patched once, however often it is seen', () => {
    const { cover } = covering()
    const wallet = new Plain()
    cover(wallet)
    const { request } = wallet
    cover(wallet)
    expect(wallet.request).toBe(request)
  })

  it('is patched again when the wallet has put a method of its own back', async () => {
    const { cover } = covering()
    const wallet = new Plain()
    cover(wallet)
    wallet.request = async () => 'replaced'
    await expect(wallet.request(DATA_USE)).resolves.toBe('replaced')
    cover(wallet)
    await expect(wallet.request(DATA_USE)).resolves.toBe('answered')
    await expect(wallet.request({ method: 'eth_chainId' })).resolves.toBe('replaced')
  })

  it('may be a Proxy that binds on every read, as Enkrypt does', async () => {
    const { cover } = covering()
    const target = new LayeredWallet()
    const wallet = bindingWallet(target)
    const before = Object.keys(wallet)
    const methods = new Set()
    for (let look = 0; look < 3; look += 1) {
      expect(cover(wallet)).toBe(wallet)
      methods.add(target.request)
    }
    expect(methods.size).toBe(1)
    expect(Object.keys(wallet)).toEqual(before)
    await expect(wallet.request(DATA_USE)).resolves.toBe('answered')
    await expect(wallet.request({ method: 'eth_chainId' })).resolves.toBe('wallet: eth_chainId')
    await expect(target.request(DATA_USE)).resolves.toBe('answered')
    expect(target.seen).toEqual([{ method: 'eth_chainId' }])
  })

  it('has its experimental batch patched without a read of it, which MetaMask would complain about', async () => {
    const read = vi.fn()
    const methods = { requestBatch: async (items: unknown[]) => items.map(() => 'wallet') }
    const wallet = Object.assign(new Plain(), {
      _metamask: new Proxy(methods, {
        get: (target, key) => {
          read(key)
          return Reflect.get(target, key)
        },
      }),
    })
    covering().cover(wallet)
    expect(read).not.toHaveBeenCalled()
    await expect(
      wallet._metamask.requestBatch([{ method: 'eth_chainId' }, { id: 7, ...DATA_USE }]),
    ).resolves.toEqual(['wallet', { id: 7, jsonrpc: '2.0', result: 'answered' }])
  })

  it.each([undefined, null, 1, 'ethereum', {}, { request: 1 }])('%s is no provider', (value) => {
    expect(covering().cover(value)).toBe(value)
  })

  it('is left alone where its traps or getters throw', () => {
    const { cover } = covering()
    const no = () => {
      throw new Error('no')
    }
    const trapped = new Proxy(new Plain(), { getOwnPropertyDescriptor: no })
    const getting = {
      get request() {
        return no()
      },
    }
    expect(cover(trapped)).toBe(trapped)
    expect(cover(getting)).toBe(getting)
  })

  it('passes what an accessor showed at the first look: a second look could show another method', async () => {
    const { cover } = covering()
    const wallet = new LayeredWallet()
    cover(wallet)
    let reads = 0
    const args = {
      get method() {
        reads += 1
        return reads === 1 ? 'eth_chainId' : 'dataUse_getGrants'
      },
    }
    await wallet.request(args)
    expect(wallet.seen.map(({ method }) => method)).not.toContain('dataUse_getGrants')
  })

  it('works while Object.prototype is polluted', async () => {
    const { cover } = covering()
    const pollution = {
      method: 'dataUse_request',
      value: 1,
      get: () => 1,
      writable: false,
      configurable: false,
    }
    const wallet = new LayeredWallet()
    const frozen = Object.freeze(new LayeredWallet())
    let mirror: LayeredWallet
    for (const [key, value] of Object.entries(pollution))
      Object.defineProperty(Object.prototype, key, { __proto__: null, value, configurable: true } as never)
    try {
      cover(wallet)
      mirror = cover(frozen) as LayeredWallet
    } finally {
      for (const key of Object.keys(pollution)) Reflect.deleteProperty(Object.prototype, key)
    }
    await expect(wallet.request(DATA_USE)).resolves.toBe('answered')
    await expect(wallet.request({ method: 'eth_chainId' })).resolves.toBe('wallet: eth_chainId')
    await expect(mirror.request(DATA_USE)).resolves.toBe('answered')
  })
})
