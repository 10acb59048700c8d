import fc from 'fast-check'
import { expect, it } from 'vitest'
import { inert } from './inert.ts'

it.each([
  ['Digit Lab', 'Digit Lab'],
  ['数字研究所', '数字研究所'],
  ['Digit\u202E baL\n\n pays', 'Digit baL pays'],
  ['Lab” and no one “', "Lab' and no one '"],
  ['「Lab」', "'Lab'"],
  ['a\u200bb\u2800c', 'abc'],
  ['abcdefghijklmnopqrstuvwxyz', 'abcdefghijklmnopqrs…'],
  ['מעבדה', '\u2068מעבדה\u2069'],
])('%j reads %j', (text, shown) => {
  expect(inert(text, 20)).toBe(shown)
})

it('nothing turns the direction, breaks the line, closes a quotation or runs on', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      const shown = inert(text, 20)
      expect(shown).not.toMatch(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066\u2067"“”„«»「」]/u)
      expect(shown.match(/\P{M}/gu)?.length ?? 0).toBeLessThanOrEqual(22)
    }),
  )
  expect(inert('a'.repeat(1_000_000), 20)).toHaveLength(20)
})
