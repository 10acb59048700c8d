import { describe, expect, it } from 'vitest'
import { formatOr, formatUntil } from './format.ts'

describe('formatUntil', () => {
  const now = new Date(2026, 10, 23, 14, 2).getTime()

  it('names the day only where it is not today', () => {
    expect(formatUntil(now + 60_000, now)).toBe('14:03')
    expect(formatUntil(new Date(2026, 10, 24, 9, 30).getTime(), now)).toMatch(/24.*09:30/)
  })
})

describe('formatOr', () => {
  it('reads as a sentence does', () => {
    expect(formatOr(['a login'])).toBe('a login')
    expect(formatOr(['your account', 'a login'])).toBe('your account or a login')
    expect(formatOr(['a', 'b', 'c'])).toMatch(/^a, b,? or c$/)
  })
})
