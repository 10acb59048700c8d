import { beforeEach, describe, expect, it } from 'vitest'
import { createDataKey, unwrapDataKey } from './dataKey.ts'
import { vaultKey } from './key.ts'
import { seal, unseal } from './seal.ts'
import { emptyDatabase } from './testing/vault.ts'

beforeEach(emptyDatabase)

const context = { purpose: 'test', item: 1 } as const
const plaintext = new TextEncoder().encode('a proviso')

describe('the vault key', () => {
  it('cannot be exported by script', async () => {
    const key = await vaultKey()
    expect(key.extractable).toBe(false)
    expect(key.algorithm).toMatchObject({ name: 'AES-GCM', length: 256 })
    await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow()
  })

  it('is made once, however many ask at the same time', async () => {
    const keys = await Promise.all(Array.from({ length: 8 }, () => vaultKey()))
    const sealed = await seal(keys[0]!, plaintext, context)
    for (const key of [...keys, await vaultKey()])
      expect(await unseal(key, sealed, context)).toEqual(plaintext)
  })
})

describe('sealing', () => {
  it('round-trips under the same context only', async () => {
    const key = await vaultKey()
    const sealed = await seal(key, plaintext, context)
    expect(await unseal(key, sealed, context)).toEqual(plaintext)
    await expect(unseal(key, sealed, { purpose: 'test', item: 2 })).rejects.toMatchObject({
      code: 'vault/cannot-decrypt',
    })
    await expect(unseal(key, sealed, { purpose: 'other', item: 1 })).rejects.toThrow('cannot be decrypted')
  })

  it('notices one changed bit', async () => {
    const key = await vaultKey()
    const sealed = await seal(key, plaintext, context)
    new Uint8Array(sealed.ciphertext)[3]! ^= 1
    await expect(unseal(key, sealed, context)).rejects.toMatchObject({ code: 'vault/cannot-decrypt' })
  })

  it('never uses a nonce twice', async () => {
    const key = await vaultKey()
    const ivs = await Promise.all(Array.from({ length: 100 }, () => seal(key, plaintext, context)))
    expect(new Set(ivs.map(({ iv }) => iv.join())).size).toBe(100)
  })
})

describe('data keys', () => {
  it('are wrapped for one dataset', async () => {
    const { key, wrapped } = await createDataKey('one')
    const sealed = await seal(key, plaintext, context)
    const unwrapped = await unwrapDataKey('one', wrapped)
    expect(unwrapped.extractable).toBe(false)
    expect(await unseal(unwrapped, sealed, context)).toEqual(plaintext)
    await expect(unwrapDataKey('two', wrapped)).rejects.toMatchObject({ code: 'vault/cannot-decrypt' })
  })

  it('are worthless in another vault', async () => {
    const { wrapped } = await createDataKey('one')
    await emptyDatabase()
    await expect(unwrapDataKey('one', wrapped)).rejects.toMatchObject({ code: 'vault/cannot-decrypt' })
  })
})
