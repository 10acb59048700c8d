import type { Unmet } from './decision.ts'
import type { Condition, RuleRecord } from './rule.ts'
import { de } from './words/de.ts'
import { en } from './words/en.ts'
import { es } from './words/es.ts'
import { Format, type Names } from './words/format.ts'
import { ja } from './words/ja.ts'
import type { CoverWords, Language, Words } from './words/words.ts'

const WORDS: Readonly<Record<Language, Words>> = { en, de, es, ja }

/** The words of a language and its way with numbers, dates and lists. */
export interface Speech {
  readonly words: Words
  readonly format: Format
}

export const speech = (language: Language, names: Names = {}): Speech => {
  const words = WORDS[language]
  return { words, format: new Format(words, names) }
}

/** One need as it reads after "if" and "unless". Conditions of another version read as their own name. */
export const needWords = (condition: Condition, wanted: unknown, { words, format }: Speech): string => {
  try {
    // The condition and what it wants come from the same rule.
    return words.needs[condition](wanted as never, format)
  } catch {
    return format.text(condition)
  }
}

const whoWords = ({ who }: RuleRecord, { words, format }: Speech): string | undefined => {
  const parts = [
    ...(who?.origins === undefined ? [] : [format.anyOf(who.origins)]),
    ...(who?.publishers === undefined
      ? []
      : [words.publisher(format.or(who.publishers.map((address) => format.publisher(address))))]),
    ...(who?.attested === undefined
      ? []
      : [words.attested(format.or(who.attested.map((entry) => format.attested(entry))))]),
  ]
  return parts.length === 0 ? undefined : format.and(parts)
}

/** What a rule says and of what, without its needs and its end: also how a rule without a name is called. */
export const ruleHead = (rule: RuleRecord, { words, format }: Speech): string => {
  const { what } = rule
  const who = whoWords(rule, { words, format })
  const covers: CoverWords = {
    ...(what?.purposes && { purposes: format.or(what.purposes.map((term) => format.purpose(term))) }),
    ...(what?.categories && { data: format.or(what.categories.map((term) => format.data(term))) }),
    ...(what?.kinds && { kinds: format.anyOf(what.kinds) }),
    ...(what?.datasets && { datasets: format.or(what.datasets.map((id) => format.dataset(id))) }),
    ...(who !== undefined && { who }),
  }
  return words.head[rule.effect](covers)
}

/** A rule as a sentence. `names` says how to call what rules know by an id. */
export const ruleSentence = (rule: RuleRecord, language: Language, names?: Names): string => {
  const spoken = speech(language, names)
  const { words, format } = spoken
  const needs = Object.entries(rule.needs ?? {}).map(([condition, wanted]) =>
    needWords(condition as Condition, wanted, spoken),
  )
  return [
    ruleHead(rule, spoken),
    needs.length === 0 ? '' : words.condition[rule.effect](words.all(needs)),
    rule.expiresAt === null ? '' : words.until(format.date(rule.expiresAt)),
    words.end,
  ].join('')
}

/** What a request has instead of what a rule needs. */
const foundWords = ({ condition, found }: Unmet, { words, format }: Speech): string => {
  switch (condition) {
    case 'unit':
      return Object.hasOwn(words.units, `${found}`)
        ? words.units[found as keyof Words['units']]
        : words.unknown
    case 'maxEpsilonPerRound':
    case 'maxEpsilonPerTask':
    case 'maxEpsilonPerPublisher':
    case 'maxEpsilonPerPeriod':
      return typeof found === 'number' ? `ε ${format.number(found)}` : words.unbounded
    case 'hours':
      return typeof found === 'number' ? format.time(found) : words.unknown
    case 'minReward':
      return format.amount(found as Parameters<Format['amount']>[0])
    default:
      if (found === undefined) return words.unknown
      if (found === false) return words.no
      if (typeof found === 'number') return format.number(found)
      if (Array.isArray(found)) return format.and(found.map((entry) => format.text(`${entry}`)))
      return format.text(`${found}`)
  }
}

/** Needs that are not met, each with what was found. */
export const unmetWords = (unmet: readonly Unmet[], spoken: Speech): string => {
  const { words } = spoken
  return words.all(
    unmet.map((entry) => {
      const need = needWords(entry.condition, entry.wanted, spoken)
      try {
        return `${need}${words.found(foundWords(entry, spoken))}`
      } catch {
        return need
      }
    }),
  )
}
