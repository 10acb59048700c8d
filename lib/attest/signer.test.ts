import fc from 'fast-check'
import { privateKeyToAccount } from 'viem/accounts'
import { bytesToHex } from 'viem/utils'
import { describe, expect, it } from 'vitest'
import { delegationTypedData, roundTypedData, SCOPE_CONTRIBUTE } from '../protocol/statements.ts'
import { verifyEoa } from './signature.ts'
import { newPrivateKey, signerFromPrivateKey } from './signer.ts'
import { testSigner } from './testing/fixtures.ts'

const statement = (notAfter: number) => ({
  account: testSigner(0).address,
  key: testSigner(1).address,
  chainId: '84532',
  notBefore: 1,
  notAfter,
  scope: SCOPE_CONTRIBUTE,
  payee: testSigner(0).address,
})

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

describe('signer', () => {
  it("signs byte for byte what viem's own account signs", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.nat(), async (bytes, notAfter) => {
        const key = Uint8Array.from(bytes)
        key[0]! &= 0x7f
        key[31]! |= 1
        const ours = signerFromPrivateKey(key)
        const theirs = privateKeyToAccount(bytesToHex(key))
        const typedData = delegationTypedData(statement(notAfter))
        expect(ours.address).toBe(theirs.address)
        expect(await ours.signTypedData(typedData)).toBe(await theirs.signTypedData(typedData))
      }),
      { numRuns: 25 },
    )
  })

  it('refuses bytes that are no private key', () => {
    expect(() => signerFromPrivateKey(new Uint8Array(32))).toThrow()
    expect(() => signerFromPrivateKey(new Uint8Array(31).fill(1))).toThrow()
  })

  it('keeps its own copy of the key', async () => {
    const key = newPrivateKey()
    const signer = signerFromPrivateKey(key)
    const typedData = delegationTypedData(statement(9))
    const before = await signer.signTypedData(typedData)
    key.fill(0)
    expect(await signer.signTypedData(typedData)).toBe(before)
  })
})

describe('verifyEoa', () => {
  const typedData = delegationTypedData(statement(9))
  const { address } = testSigner(0)

  it('recovers the signer and nobody else', async () => {
    const signature = await testSigner(0).signTypedData(typedData)
    expect(await verifyEoa({ address, typedData, signature })).toBe(true)
    expect(await verifyEoa({ address: testSigner(1).address, typedData, signature })).toBe(false)
    expect(await verifyEoa({ address, typedData: delegationTypedData(statement(10)), signature })).toBe(false)
  })

  it('refuses the same signature in its high-s form', async () => {
    const signature = await testSigner(0).signTypedData(typedData)
    const s = BigInt(`0x${signature.slice(66, 130)}`)
    const v = signature.endsWith('1b') ? '1c' : '1b'
    const flipped = `${signature.slice(0, 66)}${(ORDER - s).toString(16).padStart(64, '0')}${v}` as const
    expect(await verifyEoa({ address, typedData, signature: flipped as `0x${string}` })).toBe(false)
  })

  it('answers false, and does not throw, for any other bytes', async () => {
    for (const signature of ['0x', '0x00', `0x${'00'.repeat(65)}`, `0x${'ff'.repeat(65)}`] as const)
      expect(await verifyEoa({ address, typedData, signature })).toBe(false)
    const overflowing = roundTypedData({
      task: SCOPE_CONTRIBUTE,
      round: 2 ** 32,
      baseWeights: SCOPE_CONTRIBUTE,
      prevRound: SCOPE_CONTRIBUTE,
      closes: 1,
    })
    const signature = await testSigner(0).signTypedData(typedData)
    expect(await verifyEoa({ address, typedData: overflowing, signature })).toBe(false)
  })
})
