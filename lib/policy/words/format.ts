import { labelOf } from '../../vocabulary/terms.ts'
import type { Attested, TaskConditions } from '../rule.ts'
import { inert } from './inert.ts'
import type { CommonCategory, Words } from './words.ts'

/** Names that only the caller knows, for what a rule knows by an id. All are treated as somebody else's text. */
export interface Names {
  readonly dataset?: (id: string) => string | undefined
  readonly publisher?: (address: string) => string | undefined
  /** Who an attestation shows somebody to be. */
  readonly attested?: (attested: Attested) => string | undefined
  /** An amount of a token with its sign or symbol: `0.25 USDC`. */
  readonly amount?: (reward: NonNullable<TaskConditions['minReward']>) => string | undefined
  /** A purpose or category in the person's language. */
  readonly term?: (term: string) => string | undefined
}

/** Entries of a list that are named before the rest is counted. */
const SHOWN = 4
const TEXT = 60

const shortHex = (hex: string): string => (hex.length > 12 ? `${hex.slice(0, 6)}…${hex.slice(-4)}` : hex)

/** Numbers, dates, lists and other people's texts in one language. */
export class Format {
  readonly #words: Words
  readonly #names: Names

  constructor(words: Words, names: Names) {
    this.#words = words
    this.#names = names
  }

  number(value: number): string {
    return new Intl.NumberFormat(this.#words.locale, { maximumSignificantDigits: 15 }).format(value)
  }

  date(ms: number): string {
    return new Intl.DateTimeFormat(this.#words.locale, { dateStyle: 'long' }).format(ms)
  }

  /** Minutes after midnight as a time of day. */
  time(minutes: number): string {
    return new Intl.DateTimeFormat(this.#words.locale, { timeStyle: 'short', timeZone: 'UTC' }).format(
      minutes * 60_000,
    )
  }

  text(text: string): string {
    return inert(text, TEXT)
  }

  /** A few of them, and how many more. */
  #list(entries: readonly string[], type: Intl.ListFormatType): string {
    const shown = entries.length > SHOWN + 1 ? entries.slice(0, SHOWN) : entries
    const rest = entries.length - shown.length
    const all = rest === 0 ? shown : [...shown, this.#words.more(this.number(rest))]
    return new Intl.ListFormat(this.#words.locale, { type, style: 'long' }).format(all)
  }

  or(entries: readonly string[]): string {
    return this.#list(entries, 'disjunction')
  }

  and(entries: readonly string[]): string {
    return this.#list(entries, 'conjunction')
  }

  anyOf(texts: readonly string[]): string {
    return this.or(texts.map((text) => this.text(text)))
  }

  purpose(term: string): string {
    const named = this.#names.term?.(term)
    return named === undefined ? this.#words.purpose(this.text(labelOf(term))) : this.text(named)
  }

  data(category: string): string {
    const { commonData, data, quote } = this.#words
    const named = this.#names.term?.(category)
    if (named === undefined && Object.hasOwn(commonData, category))
      return commonData[category as CommonCategory]
    return data(quote(this.text(named ?? labelOf(category))))
  }

  dataset(id: string): string {
    return this.#words.quote(this.text(this.#names.dataset?.(id) ?? id))
  }

  publisher(address: string): string {
    const name = this.#names.publisher?.(address)
    return name === undefined ? shortHex(this.text(address)) : this.#words.quote(this.text(name))
  }

  attested(attested: Attested): string {
    return this.text(this.#names.attested?.(attested) ?? shortHex(attested.attester))
  }

  amount(reward: NonNullable<TaskConditions['minReward']>): string {
    const named = this.#names.amount?.(reward)
    if (named !== undefined) return this.text(named)
    const digits = BigInt(reward.perContribution)
    return this.#words.baseUnits(
      new Intl.NumberFormat(this.#words.locale).format(digits),
      shortHex(reward.token),
      `${reward.chainId}`,
    )
  }
}
