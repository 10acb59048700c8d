import { describe, expect, it } from 'vitest'
import { en } from './en.ts'
import { parts, t } from './translate.ts'

describe('t', () => {
  it('fills places and formats numbers', () => {
    expect(t('popup.round', { round: 5, rounds: 1200 })).toBe('round 5 of 1,200')
  })

  it('follows the number in the sentence', () => {
    expect(t('popup.waiting', { count: 1 })).toBe('1 request waiting')
    expect(t('popup.waiting', { count: 2 })).toBe('2 requests waiting')
  })

  it('is checked by the compiler', () => {
    // @ts-expect-error a place without a value
    expect(t('popup.round', { round: 5 })).toBe('round 5 of ')
    // @ts-expect-error a sentence that does not exist
    expect(() => t('popup.nothingOfTheKind')).toThrow()
  })

  it('gives a sentence in pieces, for places that hold more than text', () => {
    expect(parts('popup.training')).toEqual(['Training for ', { place: 'publisher' }, ''])
  })
})

describe('the catalogue', () => {
  it('keeps the voice: no words that sell', () => {
    const all = JSON.stringify(en).toLowerCase()
    for (const word of ['unlock', 'boost', 'mine ', 'earn more', 'congrat'])
      expect(all.replaceAll('is mine', ''), word).not.toContain(word)
  })
})
