import { CATEGORIES, PURPOSES } from './table.ts'

/** A term of the W3C Data Privacy Vocabulary by its short name, such as `dpv:ScientificResearch` or `pd:Picture`. */
const TERMS = new Map([...Object.entries(PURPOSES), ...Object.entries(CATEGORIES)])
const SPECIAL = 'dpv:SpecialCategoryPersonalData'

export const isPurpose = (term: string): boolean => Object.hasOwn(PURPOSES, term)
export const isCategory = (term: string): boolean => Object.hasOwn(CATEGORIES, term)

const known = new Map<string, ReadonlySet<string>>()

/** The term itself and everything above it. Of a term that the vocabulary does not have: the term itself. */
export const upwards = (term: string): ReadonlySet<string> => {
  const before = known.get(term)
  if (before !== undefined) return before
  const above = new Set([term])
  for (const next of above) for (const parent of TERMS.get(next)?.parents ?? []) above.add(parent)
  // Terms come from pages: what is not in the vocabulary is not kept.
  if (TERMS.has(term)) known.set(term, above)
  return above
}

/** Whether `term` is `ancestor` or below it. */
export const isWithin = (term: string, ancestor: string): boolean => upwards(term).has(ancestor)

/** Special categories (GDPR Article 9 and the like): health, biometrics, beliefs, and what is below them. */
export const isSpecial = (category: string): boolean => isWithin(category, SPECIAL)

/** The published English label, or the term itself where the vocabulary does not have it. */
export const labelOf = (term: string): string => TERMS.get(term)?.label ?? term
