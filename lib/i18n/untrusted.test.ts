import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inert, inertLines, termWords } from './untrusted.ts'

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

describe('inertLines', () => {
  const limits = { lines: 3, characters: 60 }

  it('keeps lines and what begins them', () => {
    expect(inertLines('{\n  "a": 1\r\n}', limits)).toBe('{\n  "a": 1\n}')
  })

  it('says where it was cut', () => {
    expect(inertLines('a\nb\nc\nd', limits)).toBe('a\nb\nc\n…')
    expect(inertLines('x'.repeat(61), limits)).toBe(`${'x'.repeat(60)}\n…`)
  })

  it('never returns a control character but the line break, nor more lines than the limit', () => {
    fc.assert(
      fc.property(fc.array(anyText), (texts) => {
        const out = inertLines(texts.join('\n'), limits)
        return !/[\p{Cc}\p{Cf}]/u.test(out.replaceAll('\n', '')) && out.split('\n').length <= 4
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
