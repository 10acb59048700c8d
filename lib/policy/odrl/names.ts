import { ODRL, ODRL_CONTEXT, ODRL_TERMS, PREFIXES } from './terms.ts'

/** The full IRI of a name of a document; undefined where it has none. */
export type Expand = (name: string) => string | undefined

const BARE: ReadonlySet<string> = new Set(Object.values(ODRL_TERMS).flat())
/** Names that the context of ODRL gives to what every document of JSON-LD has. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['uid', '@id'],
  ['type', '@type'],
])
const NAME = /^[A-Za-z][\w-]*$/
const ABSOLUTE = /^(?:https?:\/\/|urn:)\S+$/
const CONTEXTS: ReadonlySet<string> = new Set([ODRL_CONTEXT, ODRL_CONTEXT.replace('http:', 'https:')])

/** What went wrong with a document or a rule, for the person who imports it. */
export class Refusal extends Error {
  override name = 'Refusal'
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Reads the context of a document: the one that ODRL's recommendation names, and prefixes. Nothing is fetched, so any other is
 * refused, and so is one that gives a name of ODRL another meaning.
 */
export const readContext = (context: unknown): Expand => {
  const prefixes = new Map<string, string>(Object.entries(PREFIXES))
  let isOdrl = false
  for (const part of Array.isArray(context) ? context : [context]) {
    if (typeof part === 'string' && CONTEXTS.has(part)) {
      isOdrl = true
      continue
    }
    if (!isObject(part)) throw new Refusal('Its @context is not one that is known here.')
    for (const [name, iri] of Object.entries(part)) {
      if (!NAME.test(name) || BARE.has(name) || ALIASES.has(name))
        throw new Refusal(`Its @context gives "${name}" a meaning.`)
      if (typeof iri !== 'string' || !ABSOLUTE.test(iri) || !/[#/:]$/.test(iri))
        throw new Refusal(
          `Its @context has "${name}" stand for something that is not an IRI to put before names.`,
        )
      prefixes.set(name, iri)
    }
  }
  return (name) => {
    if (name.startsWith('@')) return name
    const colon = name.indexOf(':')
    if (colon === -1) {
      if (!isOdrl) return undefined
      return ALIASES.get(name) ?? (BARE.has(name) ? ODRL + name : undefined)
    }
    const prefix = prefixes.get(name.slice(0, colon))
    const rest = name.slice(colon + 1)
    if (prefix !== undefined && !rest.startsWith('//')) return prefix + rest
    return ABSOLUTE.test(name) ? name : undefined
  }
}

/**
 * The properties of an object by their IRIs. One that has no meaning here is refused, never passed over: it could be what makes a
 * rule narrower. So is one that is there twice by two names.
 */
export const propertiesOf = (
  value: unknown,
  expand: Expand,
  known: readonly string[],
): ReadonlyMap<string, unknown> => {
  if (!isObject(value)) throw new Refusal('It is not an object.')
  const properties = new Map<string, unknown>()
  for (const [name, one] of Object.entries(value)) {
    const iri = expand(name)
    if (iri === undefined || !known.includes(iri)) throw new Refusal(`"${shown(name)}" is not understood.`)
    if (properties.has(iri)) throw new Refusal(`"${shown(name)}" is there twice.`)
    properties.set(iri, one)
  }
  return properties
}

/** Names of a document in a sentence: none is longer than a line. */
export const shown = (name: unknown): string => String(name).slice(0, 100)

/** One or several, as JSON-LD lets documents write either. */
export const several = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value]

/** An IRI, written as a text or as a reference. */
export const iriOf = (value: unknown, expand: Expand): string => {
  const name = isObject(value) && Object.keys(value).length === 1 ? value['@id'] : value
  const iri = typeof name === 'string' ? expand(name) : undefined
  if (iri === undefined)
    throw new Refusal(`"${typeof name === 'string' ? shown(name) : typeof name}" is not understood.`)
  return iri
}
