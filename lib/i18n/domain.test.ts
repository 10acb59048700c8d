import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { spokenHost } from './domain.ts'

describe('spokenHost', () => {
  it.each([
    ['xn--mnchen-3ya.example', 'münchen.example'],
    ['xn--80ak6aa92e.com', 'аррӏе.com'],
    ['xn--r8jz45g.jp', '例え.jp'],
    ['a.xn--p1ai', 'a.рф'],
  ])('%s is spoken %s', (ascii, spoken) => {
    expect(spokenHost(ascii)).toBe(spoken)
  })

  it('has nothing to say of an ordinary host', () => {
    expect(spokenHost('digits.example')).toBeUndefined()
    expect(spokenHost('127.0.0.1')).toBeUndefined()
  })

  it('undoes what the browser does to a name in any script', () => {
    const word = fc.stringMatching(/^[a-zéüżабвгдежзαβγδε例え漢字]{1,12}$/u)
    fc.assert(
      fc.property(word, (name) => {
        const { hostname } = new URL(`https://${name}.example`)
        expect(spokenHost(hostname) ?? hostname).toBe(`${name.normalize('NFC')}.example`)
      }),
    )
  })

  it('fails over no label', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9-]{0,60}$/), (rest) => {
        expect(typeof spokenHost(`xn--${rest}.example`)).toBe('string')
      }),
    )
  })
})
