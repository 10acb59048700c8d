import { locale } from './locale.ts'

/** Fraction digits that a screen shows at most; a CSV shows all. */
const SHOWN_DIGITS = 6

interface AmountOptions {
  /** BCP 47 tag; the reader's by default. */
  readonly language?: string
  /** Every digit, no grouping, a point: for machines. */
  readonly exact?: boolean
}

/**
 * A token amount for people: `base` units with `decimals` fraction digits (0 to 36), at least two of them, never
 * rounded up. An amount too small to show is `<0.000001`, so that money never reads as nothing.
 */
export const formatAmount = (base: bigint, decimals: number, options: AmountOptions = {}): string => {
  const { language = locale(), exact = false } = options
  const negative = base < 0n
  const digits = (negative ? -base : base).toString().padStart(decimals + 1, '0')
  const whole = BigInt(digits.slice(0, digits.length - decimals))
  const fraction = decimals === 0 ? '' : digits.slice(-decimals)
  const sign = negative ? '-' : ''
  if (exact) return `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`

  const point = decimalPoint(language)
  const kept = fraction.slice(0, SHOWN_DIGITS)
  if (base !== 0n && whole === 0n && decimals > SHOWN_DIGITS && /^0*$/.test(kept))
    return `<${sign}0${point}${'0'.repeat(SHOWN_DIGITS - 1)}1`
  const trimmed = kept.replace(/0+$/, '').padEnd(Math.min(2, decimals), '0')
  const grouped = new Intl.NumberFormat(language).format(whole)
  return `${sign}${grouped}${trimmed === '' ? '' : point + trimmed}`
}

const decimalPoint = (language: string): string =>
  new Intl.NumberFormat(language).formatToParts(0.5).find((part) => part.type === 'decimal')?.value ?? '.'

/** Base units of a decimal string as the stores hold it. Anything else is 0: a screen never fails over one number. */
export const baseUnits = (digits: string | undefined): bigint =>
  digits !== undefined && /^\d{1,78}$/.test(digits) ? BigInt(digits) : 0n
