import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { baseUnits, formatAmount } from './amount.ts'

const en = { language: 'en' }

describe('formatAmount', () => {
  it('shows at least two and at most six fraction digits, without trailing zeros', () => {
    expect(formatAmount(20_000n, 6, en)).toBe('0.02')
    expect(formatAmount(1_200_000n, 6, en)).toBe('1.20')
    expect(formatAmount(1_234_567_891n, 6, en)).toBe('1,234.567891')
    expect(formatAmount(7n, 0, en)).toBe('7')
  })

  it('cuts and never rounds up', () => {
    expect(formatAmount(1_999_999_999_999_999_999n, 18, en)).toBe('1.999999')
  })

  it('never shows money as nothing', () => {
    expect(formatAmount(1n, 18, en)).toBe('<0.000001')
    expect(formatAmount(0n, 18, en)).toBe('0.00')
  })

  it('follows the locale', () => {
    expect(formatAmount(1_234_500_000n, 6, { language: 'de' })).toBe('1.234,50')
  })

  it('is exact for machines: the base units can be read back', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 96n), fc.integer({ min: 0, max: 24 }), (base, decimals) => {
        const text = formatAmount(base, decimals, { exact: true })
        expect(BigInt(text.replace('.', ''))).toBe(base)
      }),
    )
  })
})

describe('baseUnits', () => {
  it('reads digits and nothing else', () => {
    expect(baseUnits('20000')).toBe(20_000n)
    expect(baseUnits('2e4')).toBe(0n)
    expect(baseUnits(undefined)).toBe(0n)
  })
})
