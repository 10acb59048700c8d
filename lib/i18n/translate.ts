import { en } from './en.ts'
import { formatNumber } from './format.ts'

/** A sentence with `{name}` places, or two of them that differ by the number `{count}`. */
type Entry = string | { readonly one: string; readonly other: string }
type Catalogue = typeof en
export type Key = keyof Catalogue

type Text<E> = E extends string
  ? E
  : E extends { readonly one: infer One extends string; readonly other: infer Other extends string }
    ? One | Other
    : never
type Places<T> = T extends `${string}{${infer Name}}${infer Rest}` ? Name | Places<Rest> : never
type PlacesOf<K extends Key> = Places<Text<Catalogue[K]>> | (Catalogue[K] extends string ? never : 'count')

/** Nothing where the sentence has no places; otherwise a value for each. Numbers are formatted for the reader. */
export type Params<K extends Key, V = string | number> = [PlacesOf<K>] extends [never]
  ? []
  : [params: { readonly [P in PlacesOf<K>]: P extends 'count' ? number : V }]

const plural = new Intl.PluralRules('en')

/** The sentence cut at its places: text and `{ place }` in turn, for callers that put more than text into them. */
export const parts = (key: Key, count?: unknown): readonly (string | { readonly place: string })[] => {
  const entry: Entry = en[key]
  const text =
    typeof entry === 'string'
      ? entry
      : typeof count === 'number' && plural.select(count) === 'one'
        ? entry.one
        : entry.other
  return text.split(/(\{\w+\})/).map((piece) => {
    const place = /^\{(\w+)\}$/.exec(piece)?.[1]
    return place === undefined ? piece : { place }
  })
}

/** A sentence of the catalogue. Key and params are checked by the compiler. */
export const t = <K extends Key>(key: K, ...[params]: Params<K>): string => {
  const values = (params ?? {}) as Readonly<Record<string, string | number>>
  return parts(key, values.count)
    .map((piece) => {
      if (typeof piece === 'string') return piece
      const value = values[piece.place] ?? ''
      return typeof value === 'number' ? formatNumber(value, 2) : value
    })
    .join('')
}
