import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readBatchId, readBatchStatus, readCapabilities } from './batch.ts'

const HASH = `0x${'cd'.repeat(32)}`

describe('what a wallet can do on a chain', () => {
  it.each([
    ['2.0.0', { '0x2105': { atomic: { status: 'supported' } } }, true, false],
    ['2.0.0, after an upgrade of the account', { '0x2105': { atomic: { status: 'ready' } } }, true, false],
    ['1.0', { '0x2105': { atomicBatch: { supported: true } } }, true, false],
    [
      'on all chains',
      { '0x0': { atomic: { status: 'supported' }, paymasterService: { supported: true } } },
      true,
      true,
    ],
    [
      'on this chain otherwise than on all',
      { '0x0': { atomic: { status: 'supported' } }, '0x2105': { atomic: { status: 'unsupported' } } },
      false,
      false,
    ],
    ['written with leading zeros', { '0x002105': { paymasterService: { supported: true } } }, false, true],
    ['on another chain', { '0x1': { atomic: { status: 'supported' } } }, false, false],
    ['nothing', {}, false, false],
  ] as const)('is read: %s', (_, answer, canBatch, canBeSponsored) => {
    expect(readCapabilities(answer, 8453)).toEqual({ canBatch, canBeSponsored })
  })
})

describe('what became of a batch', () => {
  it.each([
    [{ status: 100 }, { status: 'pending' }],
    [{ status: 'PENDING' }, { status: 'pending' }],
    [{ status: 200, receipts: [] }, { status: 'pending' }],
    [{ status: 200, receipts: [{ transactionHash: '0x1' }] }, { status: 'pending' }],
    [
      { status: 200, receipts: [{ transactionHash: HASH, status: '0x1' }] },
      { status: 'confirmed', hash: HASH },
    ],
    [{ status: 'CONFIRMED', receipts: [{ transactionHash: HASH, status: '0x0' }] }, { status: 'reverted' }],
    [{ status: 400 }, { status: 'dropped' }],
    [{ status: 500 }, { status: 'reverted' }],
    [{ status: 600 }, { status: 'reverted' }],
    [{ status: 'FAILED' }, undefined],
    [undefined, undefined],
  ])('is read of %j', (answer, expected) => {
    expect(readBatchStatus(answer)).toEqual(expected)
  })

  it('is asked for by the id that the wallet gave, alone or in an object', () => {
    expect(readBatchId('0x1')).toBe('0x1')
    expect(readBatchId({ id: '0x1', capabilities: {} })).toBe('0x1')
    expect(readBatchId({ id: 1 })).toBeUndefined()
    expect(readBatchId('x'.repeat(8195))).toBeUndefined()
  })
})

it('no answer of a wallet, however odd, is more than nothing', () => {
  fc.assert(
    fc.property(fc.anything({ withNullPrototype: true, withBigInt: true }), (answer) => {
      const { canBatch, canBeSponsored } = readCapabilities(answer, 8453)
      expect([canBatch, canBeSponsored]).toEqual([false, false])
      expect(readBatchStatus(answer)?.status).not.toBe('confirmed')
      const id = readBatchId(answer)
      expect(id === undefined || typeof id === 'string').toBe(true)
    }),
  )
})
