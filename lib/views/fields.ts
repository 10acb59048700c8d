import { inert } from '../i18n/untrusted.ts'

export interface Field {
  readonly name: string
  readonly value: string
}

/** Somebody else's JSON as named values, as far as a screen has room for it. */
export interface Fields {
  readonly rows: readonly Field[]
  /** There is more than is shown. */
  readonly isCut: boolean
}

const MOST_ROWS = 24
const DEPTH = 5
const NAME = 60
const VALUE = 240

type Json = Readonly<Record<string, unknown>>

/** The fields of an object; none where it is something else. */
export const asRecord = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}

/** The entries of a list; none where it is something else. */
export const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** A text or number as it reads; undefined for what is neither. */
export const asText = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined

const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] | undefined => {
  if (typeof value !== 'object' || value === null) return undefined
  const entries = Array.isArray(value)
    ? value.map((entry, index) => [String(index + 1), entry] as const)
    : Object.entries(value)
  return entries.length === 0 ? undefined : entries
}

/** Every value in `json` with the path that leads to it, in its order, inert and bounded. */
export const fieldsOf = (json: unknown): Fields => {
  const rows: Field[] = []
  let isCut = false
  const walk = (value: unknown, path: readonly string[]): void => {
    if (rows.length >= MOST_ROWS) {
      isCut = true
      return
    }
    const entries = entriesOf(value)
    if (entries === undefined || path.length >= DEPTH) {
      if (entries !== undefined) isCut = true
      const text = entries === undefined && typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
      if (text.length > VALUE) isCut = true
      rows.push({
        name: path.map((part) => inert(part.slice(0, NAME), NAME)).join(' › '),
        value: inert(text.slice(0, VALUE), VALUE),
      })
      return
    }
    for (const [name, entry] of entries) {
      if (isCut && rows.length >= MOST_ROWS) return
      walk(entry, [...path, name])
    }
  }
  for (const [name, value] of entriesOf(json) ?? []) walk(value, [name])
  return { rows, isCut }
}
