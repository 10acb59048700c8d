import { describe, expect, it } from 'vitest'
import { readFromPlace } from './read.ts'

const wallet = {
  id: 'uuid',
  rdns: 'com.coinbase.wallet',
  name: 'Coinbase Wallet',
  icon: 'data:image/svg+xml,%3Csvg/%3E',
}

describe('messages of the bridge page', () => {
  it('are read as they were sent', () => {
    for (const message of [
      { type: 'wallets', wallets: [wallet] },
      { type: 'outcome', outcome: { id: 'a', result: ['0x1'] } },
      { type: 'outcome', outcome: { id: 'a', error: { code: 4001, message: 'no' } } },
      { type: 'accounts', wallet: { id: 'uuid', rdns: '' }, accounts: [] },
      { type: 'chain', wallet: { id: 'uuid', rdns: '' }, chainId: '0x2105' },
    ])
      expect(readFromPlace(message)).toEqual(message)
  })

  it.each([
    ['https://tracker.example/pixel.png'],
    ['javascript:alert(1)'],
    [`data:image/png,${'x'.repeat(70_000)}`],
  ])('keep a wallet without its icon where that is no small data: image', (icon) => {
    const message = readFromPlace({ type: 'wallets', wallets: [{ ...wallet, icon }] })
    expect(message).toEqual({ type: 'wallets', wallets: [{ ...wallet, icon: '' }] })
  })

  it.each([
    ['an unknown type', { type: 'decide', effect: 'allow' }],
    ['an unknown field', { type: 'wallets', wallets: [], extra: 1 }],
    ['a crowd of wallets', { type: 'wallets', wallets: Array.from({ length: 33 }, () => wallet) }],
    ['a wallet without a name', { type: 'wallets', wallets: [{ ...wallet, name: ' ' }] }],
    ['an endless name', { type: 'wallets', wallets: [{ ...wallet, name: 'x'.repeat(65) }] }],
    [
      'an outcome that is both',
      { type: 'outcome', outcome: { id: 'a', result: 1, error: { code: 1, message: '' } } },
    ],
    ['accounts that are no strings', { type: 'accounts', wallet: { id: 'u', rdns: '' }, accounts: [1] }],
    ['nothing', undefined],
  ])('are refused with %s', (_, message) => {
    expect(readFromPlace(message)).toBeUndefined()
  })
})
