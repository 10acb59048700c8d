import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { WALLET_CALL_KINDS } from '../protocol/walletCalls.ts'
import { isOff, walletEffect } from './site.ts'

const now = 1_000_000

describe('a site that is off', () => {
  it.each([
    ['nothing was said', undefined, 0, false],
    ['until a later time', { off: { until: now + 1 } }, 0, true],
    ['until a time that has passed', { off: { until: now } }, 0, false],
    ['until switched on again', { off: { until: null } }, 0, true],
    ['with everything else', undefined, now + 1, true],
    ['with everything else, which has passed', {}, now, false],
  ])('%s', (_, site, offUntil, expected) => {
    expect(isOff(site, offUntil, now)).toBe(expected)
  })
})

it('what nobody has spoken of passes, and so does everything where Proviso is off', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...WALLET_CALL_KINDS),
      fc.constantFrom(...WALLET_CALL_KINDS),
      fc.constantFrom('allow', 'ask', 'refuse'),
      fc.boolean(),
      (spoken, asked, effect, off) => {
        const site = { wallet: { [spoken]: effect }, ...(off ? { off: { until: null } } : {}) }
        const expected = off || spoken !== asked ? 'pass' : effect
        expect(walletEffect(site, asked, { offUntil: 0, now })).toBe(expected)
      },
    ),
  )
})
