import { describe, expect, it } from 'vitest'
import { bridgeObjection } from './bridgeAddress.ts'

describe('bridgeObjection', () => {
  it('accepts an https page elsewhere', () => {
    expect(bridgeObjection('https://bridge.example/')).toBeUndefined()
  })

  it.each([
    undefined,
    '',
    'bridge',
    'http://bridge.example/',
    'http://localhost:8437/',
    'https://127.0.0.1/',
    'https://[::1]/',
  ])('refuses %s', (address) => {
    expect(bridgeObjection(address)).toBeTypeOf('string')
  })
})
