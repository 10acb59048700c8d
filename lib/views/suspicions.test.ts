import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { namesake, originFindings, payFindings, type Shown, wordFindings } from './suspicions.ts'

const name = (text: string): Shown => ({ place: 'publisher', text, isName: true, max: 80 })
const prose = (text: string): Shown => ({ place: 'description', text, isName: false, max: 2000 })
const kinds = (list: readonly { readonly kind: string }[]) => list.map(({ kind }) => kind)

describe('words that do not read as they are', () => {
  it.each([
    ['an override', 'Digit \u202eLab', ['hidden']],
    ['an isolate', '\u2066Digit Lab\u2069', ['hidden']],
    ['a zero-width space', 'Digit\u200bLab', ['hidden']],
    ['a zero-width joiner between Latin letters', 'Dig\u200dit', ['hidden']],
    ['a soft hyphen', 'Digit\u00adLab', ['hidden']],
    ['a byte-order mark', '\ufeffDigit Lab', ['hidden']],
    ['a Hangul filler', 'Digit\u3164Lab', ['hidden']],
    ['the blank of Braille', 'Digit\u2800Lab', ['hidden']],
    ['a terminal’s escape', '\u001b[31mDigit Lab', ['hidden']],
    ['a tower of marks', `D${'\u0300'.repeat(12)}igit`, ['hidden']],
    ['half a pair', 'Digit \ud83d Lab', ['hidden']],
    ['a character of no font', 'Digit \ue000 Lab', ['hidden']],
    ['tags that spell', 'Digit Lab\u{e0041}\u{e0042}', ['hidden']],
    ['a Cyrillic letter among Latin ones', 'Digіt Lab', ['scripts']],
    ['a Greek letter among Latin ones', 'Digit Lαb', ['scripts']],
    ['Cyrillic that poses as Latin', 'Соса', ['look-alike']],
    ['letters of mathematics', '𝐃igit Lab', ['look-alike']],
    ['wide letters', 'Ｄigit Lab', ['look-alike']],
    ['small capitals', 'ᴅigit Lab', ['look-alike']],
    ['figures of another script', 'Digit Lab ١٢', ['look-alike']],
    ['HTML', '<b>Digit</b> Lab', ['markup']],
    ['an entity', 'Digit &lt; Lab', ['markup']],
    ['a link in Markdown', '[Digit](https://a.example)', ['markup']],
    ['stress in Markdown', '**Digit** Lab', ['markup']],
    ['code', '`rm -rf`', ['markup']],
    ['a heading', '# Digit Lab', ['markup']],
    ['a script’s address', 'javascript:alert(1)', ['markup']],
    ['more than is shown', 'x'.repeat(81), ['cut']],
  ])('%s', (_what, text, expected) => {
    expect(kinds(wordFindings([name(text)]))).toEqual(expected)
  })

  it.each([
    'Digit Lab',
    'Müller & Söhne GmbH',
    'Яндекс Lab',
    'Новости',
    'Αθήνα Research',
    '数字研究所 Lab',
    'デジタル研究所',
    '한국 Lab',
    'مختبر',
    'می‌خواهم',
    'हिन्दी',
    'Lab 👩🏽‍🔬 ❤️',
    'C++ & Rust – R&D, 2 < 3',
    'snake_case_name',
    'a * b * c',
    'Tel-Aviv 2.0',
  ])('%s is an honest name', (text) => {
    expect(wordFindings([name(text), prose(text)])).toEqual([])
  })

  it('says which word, in which scripts, and how it reads', () => {
    expect(wordFindings([name('The Digіt Lab')])).toEqual([
      { kind: 'scripts', place: 'publisher', word: 'Digіt', scripts: ['Latin', 'Cyrillic'] },
    ])
    expect(wordFindings([name('Соса')])).toMatchObject([{ word: 'Соса', reads: 'Coca' }])
  })

  it('takes every text, however hostile, and answers in words that are bounded', () => {
    const any = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 3000 }),
      fc.string({ unit: fc.constantFrom('<', '[', '(', '*', '_', '`', '!', 'a', ' ', '\n') }),
    )
    fc.assert(
      fc.property(any, (text) => {
        for (const finding of wordFindings([name(text), prose(text)]))
          if ('word' in finding) expect(finding.word.length).toBeLessThanOrEqual(40)
      }),
    )
  })

  it('flags whatever was put into an honest name to be unseen', () => {
    const unseen = fc.constantFrom(
      ...'\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u200e\u200f\u2060\u061c',
    )
    fc.assert(
      fc.property(
        fc.stringMatching(/^[A-Za-z ]{0,20}$/),
        unseen,
        fc.stringMatching(/^[A-Za-z ]{0,20}$/),
        (a, hidden, b) => {
          expect(kinds(wordFindings([name(a + hidden + b)]))).toContain('hidden')
        },
      ),
    )
  })
})

describe('a site’s name', () => {
  it('is an ordinary one', () => {
    expect(
      originFindings('https://digits.example', ['https://digits.example', 'https://swap.example']),
    ).toEqual([])
  })

  it('in other letters is shown both ways, with the scripts', () => {
    const { origin } = new URL('https://аррӏе.com')
    expect(originFindings(origin, [])).toEqual([
      { kind: 'spoken', host: 'xn--80ak6aa92e.com', spoken: 'аррӏе.com', scripts: ['Cyrillic', 'Latin'] },
    ])
  })

  it.each([
    ['https://аррӏе.com', 'https://apple.com'],
    ['https://d1gits.example', 'https://digits.example'],
    ['https://rnail.example', 'https://mail.example'],
    ['https://digits.examp1e', 'https://digits.example'],
    ['https://dig-its.example', 'https://digits.example'],
  ])('%s resembles %s, which is known', (origin, known) => {
    expect(originFindings(new URL(origin).origin, [known])).toContainEqual(
      expect.objectContaining({ kind: 'resembles', known: new URL(known).host }),
    )
  })
})

describe('a reward that reads as a larger amount', () => {
  const pay = { symbol: 'USDC', decimals: 6, most: 160_000n }

  it.each(['USDC', 'USDC.e', 'aUSDC', 'EURC', 'wstETH', 'DAI', 'stUSD3'])(
    '%s is an honest symbol',
    (symbol) => {
      expect(payFindings({ ...pay, symbol }, [])).toEqual([])
    },
  )

  it.each([
    '000 USDC',
    'USDC 000',
    ',000',
    '.5M',
    '1INCH',
    '$',
    'US$',
    'k€',
    'USDC000',
    '٠٠٠USDC',
    '０００',
    '',
    ' ',
    'THOUSAND DOLLARS',
    'VERYLONGSYMBOL',
  ])('“%s” is not', (symbol) => {
    expect(kinds(payFindings({ ...pay, symbol }, []))).toContain('symbol')
  })

  it.each([0, 19, 36])('%d fraction digits are odd', (decimals) => {
    expect(kinds(payFindings({ ...pay, decimals, most: 1n }, []))).toEqual(['decimals'])
  })

  it.each([
    'Earn 5,000 USDC per round!',
    'Earn $1000',
    'Earn 1.000,00 EUR',
    'You get ５００ USDC',
    'You get ٥٠٠ USDC',
    'up to 2k dollars',
    'worth 3 million tokens',
    '0.5 USDC',
  ])('“%s” promises more than is locked', (text) => {
    expect(payFindings(pay, [prose(text)])).toMatchObject([{ kind: 'promise', place: 'description' }])
  })

  it.each([
    'Paid 0.02 USDC per round, 0.16 USDC in all.',
    'A model with 50,890 numbers, published in 2026.',
    '28 × 28 pixels, 10 classes',
  ])('“%s” does not', (text) => {
    expect(payFindings(pay, [prose(text)])).toEqual([])
  })
})

describe('a namesake', () => {
  const known = [{ name: 'Digit Lab', address: '0xA1' }]
  it('signs with another account', () => {
    expect(namesake('Digit Lab', '0xb2', known)).toBe('Digit Lab')
    expect(namesake('Dіgit Lab', '0xb2', known)).toBe('Digit Lab')
    expect(namesake('Digit-Lab', '0xb2', known)).toBe('Digit Lab')
  })
  it('is nobody who signs with the same', () => {
    expect(namesake('Digit Lab', '0xa1', known)).toBeUndefined()
    expect(namesake('Other Lab', '0xb2', known)).toBeUndefined()
  })
})
