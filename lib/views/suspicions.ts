import { spokenHost } from '../i18n/domain.ts'
import { glance, isMixed, posesAsLatin, readsAs, type Script, scriptsOf } from '../i18n/scripts.ts'
import { hasHidden } from '../i18n/untrusted.ts'

// What does not read as it is. Everything from outside is shown inert (lib/i18n/untrusted.ts); this says beside it what a
// hurried reader would take it for.

/** Where a text is shown. */
export type Place =
  | 'publisher'
  | 'title'
  | 'description'
  | 'recipients'
  | 'license'
  | 'accepts'
  | 'jurisdiction'
  | 'contact'
  | 'url'
  | 'fields'
  | 'labels'
  | 'token'
  | 'question'

/** A text from outside, and what it is to the reader. A name is taken at a glance; prose is read. */
export interface Shown {
  readonly place: Place
  readonly text: string
  readonly isName: boolean
  /** As much of it is shown. */
  readonly max: number
}

export type WordFinding = {
  readonly place: Place
} /** Characters that draw nothing, turn the line round, or climb over others. */ & (
  | { readonly kind: 'hidden' }
  /** One word in the letters of several scripts. */
  | { readonly kind: 'scripts'; readonly word: string; readonly scripts: readonly Script[] }
  /** Letters that are taken for others: read as `reads`. */
  | { readonly kind: 'look-alike'; readonly word: string; readonly reads: string }
  /** HTML or Markdown, which is shown as it was written. */
  | { readonly kind: 'markup' }
  | { readonly kind: 'cut'; readonly max: number }
)

/** As long a piece of a stranger's words is repeated in a warning. */
const QUOTED = 40

const MARKUP = [
  /<\/?[a-z!][^<>]{0,200}>/i,
  /&(?:[a-z]{2,31}|#\d{1,7}|#x[\da-f]{1,6});/i,
  /!?\[[^\]]{0,200}\]\([^)]{0,500}\)/,
  /(\*\*|__|~~)\S[^*_~]{0,200}\1/,
  /`[^`]{1,200}`/,
  /^\s{0,3}#{1,6}\s+\S/m,
  /\b(?:javascript|vbscript):|\bdata:\w+\//i,
]

/** Letters and figures in another dress: of mathematics, in circles, as wide as Han. */
const DRESSED =
  /[\u{1d400}-\u{1d7ff}\u{1f110}-\u{1f189}\u2460-\u24ff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]/u
const FOREIGN_DIGIT = /(?![0-9])\p{Nd}/u
/** Latin letters of phonetics and small capitals, which names have no use for. */
const PHONETIC = /[\u0250-\u02af\u1d00-\u1dbf]/u

const words = (text: string): readonly string[] =>
  text.split(/[^\p{L}\p{M}\p{N}]+/u).filter((word) => word !== '')

const quoted = (word: string): string => word.slice(0, QUOTED)

const scriptFindings = ({ place, text }: Shown): readonly WordFinding[] => {
  const mixed = words(text).find((word) => isMixed(scriptsOf(word)))
  return mixed === undefined
    ? []
    : [{ kind: 'scripts', place, word: quoted(mixed), scripts: scriptsOf(mixed) }]
}

const isDressed = (text: string): boolean =>
  DRESSED.test(text) ||
  PHONETIC.test(text) ||
  // Figures of another script beside Latin letters; in a text of that script they are at home.
  (FOREIGN_DIGIT.test(text) && scriptsOf(text).every((script) => script === 'Latin'))

const lookAlikes = ({ place, text, isName }: Shown): readonly WordFinding[] => {
  const posed = isName && posesAsLatin(text) ? text : words(text).find(isDressed)
  return posed === undefined
    ? []
    : [{ kind: 'look-alike', place, word: quoted(posed), reads: quoted(readsAs(posed)) }]
}

/** What in these texts does not read as it is, in their order. */
export const wordFindings = (shown: readonly Shown[]): readonly WordFinding[] =>
  shown.flatMap((text): readonly WordFinding[] => {
    const { place, max } = text
    return [
      ...(hasHidden(text.text) ? [{ kind: 'hidden', place } as const] : []),
      ...scriptFindings(text),
      ...lookAlikes(text),
      ...(MARKUP.some((markup) => markup.test(text.text)) ? [{ kind: 'markup', place } as const] : []),
      ...(text.text.length > max ? [{ kind: 'cut', place, max } as const] : []),
    ]
  })

/** The site's name is not only what it looks like. */
export type OriginFinding =
  | {
      readonly kind: 'spoken'
      /** As the browser finds it, and as it is drawn elsewhere. */
      readonly host: string
      readonly spoken: string
      readonly scripts: readonly Script[]
    }
  | { readonly kind: 'resembles'; readonly host: string; readonly known: string }

const hostOf = (origin: string): string => new URL(origin).host

/** What is to be said of a site's name, given the sites that the person has dealt with. */
export const originFindings = (origin: string, known: readonly string[]): readonly OriginFinding[] => {
  const host = hostOf(origin)
  const spoken = spokenHost(host)
  const alike = known.find((other) => {
    const own = hostOf(other)
    return own !== host && glance(spokenHost(own) ?? own) === glance(spoken ?? host)
  })
  return [
    ...(spoken === undefined ? [] : [{ kind: 'spoken', host, spoken, scripts: scriptsOf(spoken) } as const]),
    ...(alike === undefined ? [] : [{ kind: 'resembles', host, known: hostOf(alike) } as const]),
  ]
}

/** Why the pay may be taken for more than it is. */
export type PayFinding =
  /** The token's own name adds figures, separators or signs of money to the amount. */
  | { readonly kind: 'symbol' }
  /** So few or so many fraction digits that the figure says little about the worth. */
  | { readonly kind: 'decimals'; readonly decimals: number }
  /** The publisher's words name a larger amount than is locked for one person. */
  | { readonly kind: 'promise'; readonly place: Place; readonly words: string }

/** A name that begins as an amount goes on, holds several figures, or a sign of money. */
const ODD_SYMBOL = /^[\p{N}\p{P}\p{Z}\p{S}]|\p{N}[\p{P}\p{Z}]*\p{N}|[\p{Sc}\s]|[.,'’_·٫٬]$|^$/u
const PLAIN_DECIMALS = { least: 1, most: 18 }

/** A figure with grouping, beside a currency or the token's name. */
const AMOUNT = /\p{Nd}[\p{Nd}.,'’\u00a0\u202f ]*(?:\s?(?:k|m|bn|thousand|million|billion)\b)?/giu
const CURRENCY = /[\p{Sc}]|\b(?:usd|eur|gbp|usdc|usdt|dai|eurc|eth|btc|dollars?|euros?|tokens?)\b/iu
const MULTIPLE: Readonly<Record<string, number>> = {
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  million: 1e6,
  bn: 1e9,
  billion: 1e9,
}

const digit = (char: string): string => (/\p{Nd}/u.test(char) ? readDigit(char) : char)

/** Digits of every script lie ten in a row. */
const readDigit = (char: string): string => {
  const point = char.codePointAt(0) ?? 0
  let zero = point
  while (point - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1
  return String((point - zero) % 10)
}

/** The value of a figure: its last separator is a point only where one or two digits follow it. */
const figureValue = (figure: string): number => {
  const text = [...figure].map(digit).join('').toLowerCase()
  const [, unit = ''] = /(k|m|bn|thousand|million|billion)$/.exec(text) ?? []
  const amount = text.slice(0, text.length - unit.length).replace(/[\s\u00a0\u202f'’]/g, '')
  const plain = amount.replace(/[.,](?!\d{1,2}$)/g, '').replace(',', '.')
  return Number.parseFloat(plain) * (MULTIPLE[unit] ?? 1)
}

/** Something larger than `most` that the words name next to a currency. */
const promised = (text: string, symbol: string, most: number): string | undefined => {
  for (const match of text.slice(0, 4000).matchAll(AMOUNT)) {
    const around = text.slice(Math.max(0, match.index - 12), match.index + match[0].length + 14)
    const isMoney = CURRENCY.test(around) || (symbol.length > 1 && around.includes(symbol))
    if (isMoney && figureValue(match[0].trim()) > most) return around.trim()
  }
  return undefined
}

export interface Pay {
  readonly symbol: string
  readonly decimals: number
  /** At most for one person, base units. */
  readonly most: bigint
}

/** What is to be said of the pay, given the publisher's words beside it. */
export const payFindings = (
  { symbol, decimals, most }: Pay,
  shown: readonly Shown[],
): readonly PayFinding[] => {
  const whole = Number(most) / 10 ** decimals
  const words = shown.flatMap(({ place, text }) => {
    const found = promised(text, symbol, whole)
    return found === undefined ? [] : [{ kind: 'promise', place, words: quoted(found) } as const]
  })
  return [
    ...(ODD_SYMBOL.test(symbol) || symbol.length > 12 ? [{ kind: 'symbol' } as const] : []),
    ...(decimals < PLAIN_DECIMALS.least || decimals > PLAIN_DECIMALS.most
      ? [{ kind: 'decimals', decimals } as const]
      : []),
    ...words.slice(0, 1),
  ]
}

/** Whether somebody else, by another account, is known by what reads as this name. */
export const namesake = (
  name: string,
  address: string,
  known: readonly { readonly name: string; readonly address: string }[],
): string | undefined =>
  known.find(
    (other) => other.address.toLowerCase() !== address.toLowerCase() && glance(other.name) === glance(name),
  )?.name
