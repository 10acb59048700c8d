import type { Term } from '../../vocabulary/table.ts'
import { upwards } from '../../vocabulary/terms.ts'
import { originKeys } from '../origins.ts'

/** What a page could name that is no term of the vocabulary. */
export const NO_TERM = 'dpv:NoTermOfTheVocabulary'

/**
 * One term for each way that terms can lie to those that rules name (and to `marks`, which matter without being named):
 * two terms with the same of them above are told apart by no rule. Where none of the named ones is, comes first.
 */
export const termClasses = (
  terms: Readonly<Record<string, Term>>,
  named: ReadonlySet<string>,
  marks: readonly string[] = [],
): readonly string[] => {
  const classes = new Map<string, string>()
  for (const term of Object.keys(terms)) {
    const above = upwards(term)
    const key = [...named, ...marks].filter((one) => above.has(one)).join(' ')
    const before = classes.get(key)
    // A term that a rule names stands for its class: people know it.
    if (before === undefined || (named.has(term) && !named.has(before))) classes.set(key, term)
  }
  const plain = [...classes].toSorted(([a], [b]) => a.split(' ').length - b.split(' ').length)
  return [...plain.map(([, term]) => term), NO_TERM]
}

const FRESH_LABELS = ['www', 'app', 'x']

/** An origin, with the patterns that cover it. */
export interface OriginClass {
  readonly origin: string
  readonly patterns: readonly string[]
}

/**
 * One origin for each way that origins can lie to the patterns that rules name: every origin that is named, for every
 * pattern a host right below it that is not, and an origin that none of them covers.
 */
export const originClasses = (patterns: ReadonlySet<string>): readonly OriginClass[] => {
  const isCovered = (origin: string) => originKeys(origin).patterns.some((key) => patterns.has(key))
  const origins: string[] = []
  for (const pattern of patterns) {
    const [scheme, suffix] = pattern.split('*.')
    if (suffix === undefined) {
      origins.push(pattern)
      continue
    }
    for (let count = 0; count <= patterns.size + FRESH_LABELS.length; count++) {
      const fresh = `${scheme}${FRESH_LABELS[count] ?? `x${count}`}.${suffix}`
      // A host that is too long to be one is covered by nothing.
      if (patterns.has(fresh) || !originKeys(fresh).patterns.includes(pattern)) continue
      origins.push(fresh)
      break
    }
  }
  let other = 'https://other.example'
  for (let count = 1; isCovered(other); count++) other = `https://other${count}`
  return [other, ...origins].map((origin) => ({ origin, patterns: originKeys(origin).patterns }))
}

/** How texts are compared that differ only in case or in the space around them. */
export const fold = (text: string): string => text.trim().toLowerCase()

/** The values that are named, and before them one that is not: `other`, or where that is named, `other 2` and so on. */
export const textClasses = (named: Iterable<string>, other: string): readonly string[] => {
  const values = new Set(named)
  const taken = new Set([...values].map(fold))
  let fresh = other
  for (let count = 2; taken.has(fresh); count++) fresh = `${other} ${count}`
  return [fresh, ...values]
}

/** Values for "at most": each of the thresholds, and one above them all. */
export const atMostClasses = (thresholds: Iterable<number>): readonly number[] => {
  const sorted = [...new Set(thresholds)].toSorted((a, b) => a - b)
  return [...sorted, (sorted.at(-1) ?? 0) + 1]
}

/** Values for "at least" or "before": `lowest`, and each of the thresholds above it. */
export const atLeastClasses = (thresholds: Iterable<number>, lowest: number): readonly number[] =>
  [...new Set([lowest, ...thresholds])].filter((value) => value >= lowest).toSorted((a, b) => a - b)
