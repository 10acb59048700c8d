import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inert, termWords } from './untrusted.ts'

/** Every code point, so also controls, marks and halves of pairs. */
const anyText = fc
  .array(fc.nat({ max: 0x10ffff }), { maxLength: 200 })
  .map((points) => String.fromCodePoint(...points))

describe('inert', () => {
  it('keeps an ordinary name as it is', () => {
    expect(inert('Digit Lab', 60)).toBe('Digit Lab')
    expect(inert('数字研究所 ♥', 60)).toBe('数字研究所 ♥')
  })

  it('drops direction overrides and makes one line of many', () => {
    expect(inert('Digit\u202E baL\n\n  pays you', 60)).toBe('Digit baL pays you')
  })

  it('clips long text at a whole character and says so', () => {
    expect(inert('abcdef', 4)).toBe('abc…')
    expect(inert('é👩🏽b', 2)).toBe('é…')
    expect(inert('👩🏽bc', 2)).toBe('👩🏽…')
  })

  it('never returns a control character or more than the limit', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const out = inert(text, 20)
        return !/[\p{Cc}\p{Cf}]/u.test(out) && (out.match(/\P{M}/gu) ?? []).length <= 20
      }),
    )
  })
})

describe('termWords', () => {
  it('reads a vocabulary term aloud', () => {
    expect(termWords('dpv:ScientificResearch')).toBe('scientific research')
    expect(termWords('pd:Picture')).toBe('picture')
  })
})
