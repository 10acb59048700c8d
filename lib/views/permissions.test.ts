import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { permissionsOf } from './permissions.ts'

const TO = '0x016562aA41A8697720ce0943F003141f5dEAe006'

describe('permissionsOf', () => {
  it('reads the form of wallet_requestExecutionPermissions', () => {
    const request = {
      chainId: '0x14a34',
      to: TO,
      permission: {
        type: 'erc20-token-periodic',
        isAdjustmentAllowed: true,
        data: { periodAmount: '0x5f5e100' },
      },
      rules: [{ type: 'expiry', data: { timestamp: 1_900_000_000 } }],
    }
    expect(permissionsOf([request])).toEqual([
      {
        type: 'erc20-token-periodic',
        chainId: 84_532,
        to: TO,
        expiresAt: 1_900_000_000_000,
        fields: { rows: [{ name: 'periodAmount', value: '100000000 (0x5f5e100)' }], isCut: false },
      },
    ])
  })

  it('reads the older form of wallet_grantPermissions, each permission by itself', () => {
    const request = {
      expiry: 1_900_000_000,
      signer: { type: 'account', data: { address: TO } },
      permissions: [
        { type: 'native-token-transfer', data: { allowance: '0x1' } },
        { type: 'contract-call', data: {} },
      ],
    }
    expect(permissionsOf([request])).toMatchObject([
      { type: 'native-token-transfer', to: TO, expiresAt: 1_900_000_000_000 },
      { type: 'contract-call', to: TO },
    ])
  })

  it('finds nothing in what is no such request, and never throws', () => {
    fc.assert(fc.property(fc.jsonValue(), (params) => Array.isArray(permissionsOf(params))))
    fc.assert(fc.property(fc.jsonValue(), (request) => permissionsOf([request]).length <= 8))
    expect(permissionsOf([{ permissions: 'all' }, 7, null])).toEqual([])
  })

  it('shows a bounded number', () => {
    const permissions = Array.from({ length: 50 }, () => ({ type: 'x' }))
    expect(permissionsOf([{ permissions }])).toHaveLength(8)
  })
})
