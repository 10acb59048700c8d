import { describe, expect, it } from 'vitest'
import { coverFor } from './testing/coverFor.ts'
import { LayeredWallet } from './testing/standInWallet.ts'

const answer = async () => 'answered'
const DATA_USE = { method: 'dataUse_getGrants' }

const frozenWallet = () => {
  const wallet = Object.assign(new LayeredWallet(), { chainId: '0x1', own: () => 'own' })
  Object.freeze(wallet)
  return wallet
}

const mirrored = () => {
  const wallet = frozenWallet()
  const cover = coverFor(answer)
  return { wallet, cover, mirror: cover(wallet) as typeof wallet }
}

describe('what stands in for a frozen provider', () => {
  it('answers dataUse_* and passes the rest to the provider', async () => {
    const { wallet, mirror } = mirrored()
    expect(mirror).not.toBe(wallet)
    await expect(mirror.request(DATA_USE)).resolves.toBe('answered')
    await expect(mirror.send('dataUse_getGrants')).resolves.toMatchObject({ result: 'answered' })
    await expect(mirror.request({ method: 'eth_chainId' })).resolves.toBe('wallet: eth_chainId')
    expect(wallet.seen).toEqual([{ method: 'eth_chainId' }])
  })

  it.each([
    ['frozen', Object.freeze(new LayeredWallet())],
    ['sealed', Object.seal(new LayeredWallet())],
    ['not extensible', Object.preventExtensions(new LayeredWallet())],
    ['frozen, with methods of its own', Object.freeze({ request: async () => 'wallet' })],
    [
      'one that fixed its request alone',
      Object.defineProperty({}, 'request', { value: async () => 'wallet' }) as LayeredWallet,
    ],
  ])('is there for a provider that is %s', async (_, wallet) => {
    const mirror = coverFor(answer)(wallet) as LayeredWallet
    await expect(mirror.request(DATA_USE)).resolves.toBe('answered')
  })

  it('is the same each time, and is not covered again', () => {
    const { wallet, cover, mirror } = mirrored()
    expect(cover(wallet)).toBe(mirror)
    expect(cover(mirror)).toBe(mirror)
  })

  it('looks like the provider: keys, descriptors, prototype, frozen', () => {
    const { wallet, mirror } = mirrored()
    expect(Reflect.ownKeys(mirror)).toEqual(Reflect.ownKeys(wallet))
    expect({ ...mirror, own: 0 }).toEqual({ ...wallet, own: 0 })
    expect(JSON.stringify(mirror)).toBe(JSON.stringify(wallet))
    expect(Object.getPrototypeOf(mirror)).toBe(LayeredWallet.prototype)
    expect(mirror).toBeInstanceOf(LayeredWallet)
    expect(mirror.constructor).toBe(LayeredWallet)
    expect(Object.isFrozen(mirror)).toBe(true)
    expect('request' in mirror).toBe(true)
    expect('nothing' in mirror).toBe(false)
    expect(Object.getOwnPropertyDescriptor(mirror, 'chainId')).toEqual(
      Object.getOwnPropertyDescriptor(wallet, 'chainId'),
    )
    expect(mirror.request.name).toBe('request')
    expect(mirror.selectedAddress).toBe('0xa11ce')
  })

  it('has methods that are the same on every read', () => {
    const { mirror } = mirrored()
    expect(mirror.request).toBe(mirror.request)
    expect(mirror.on).toBe(mirror.on)
    expect(mirror.own).toBe(Object.getOwnPropertyDescriptor(mirror, 'own')?.value)
  })

  it('cannot be written to, as the frozen one cannot', () => {
    const { mirror } = mirrored()
    expect(() => {
      mirror.chainId = '0x2'
    }).toThrow(TypeError)
    expect(() => {
      ;(mirror as unknown as { added: number }).added = 1
    }).toThrow(TypeError)
    expect(Reflect.defineProperty(mirror, 'request', { value: 1 })).toBe(false)
    expect(Reflect.deleteProperty(mirror, 'chainId')).toBe(false)
    expect(mirror.chainId).toBe('0x1')
  })

  it('takes listeners for wallets with private fields, and gives itself back, not the provider', () => {
    const { wallet, mirror } = mirrored()
    const heard: unknown[] = []
    const listener = (value: unknown) => heard.push(value)
    expect(mirror.on('message', listener)).toBe(mirror)
    wallet.emit('message', 1)
    expect(mirror.removeListener('message', listener)).toBe(mirror)
    wallet.emit('message', 2)
    expect(heard).toEqual([1])
  })

  it('works with methods that were taken off it', async () => {
    const { mirror } = mirrored()
    const { request, on } = mirror
    await expect(request({ method: 'eth_chainId' })).resolves.toBe('wallet: eth_chainId')
    expect(on('message', () => undefined)).toBe(mirror)
  })
})
