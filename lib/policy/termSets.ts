import { CATEGORIES, PURPOSES } from '../vocabulary/table.ts'
import { upwards } from '../vocabulary/terms.ts'

/** One bit for each term of a list, in the list's order. */
export type TermSet = Uint32Array

/** The terms of one kind as bit sets, so that thousands of rules are compared with a request in microseconds. */
class Terms {
  readonly #indices: ReadonlyMap<string, number>
  readonly #words: number
  /** What each term covers; filled when it is first asked for. */
  readonly #covers = new Map<string, TermSet>()

  constructor(terms: readonly string[]) {
    this.#indices = new Map(terms.map((term, index) => [term, index]))
    this.#words = Math.ceil(terms.length / 32)
  }

  /** Its number, or -1 where the vocabulary does not have it. */
  indexOf(term: string): number {
    return this.#indices.get(term) ?? -1
  }

  /** Exactly these terms; undefined where one is not in the vocabulary. */
  of(terms: readonly string[]): { readonly set: TermSet; readonly complete: boolean } {
    const set = new Uint32Array(this.#words)
    let complete = true
    for (const term of terms) {
      const index = this.indexOf(term)
      if (index === -1) complete = false
      else set[index >> 5]! |= 1 << (index & 31)
    }
    return { set, complete }
  }

  /** These terms and everything below them. */
  covered(terms: readonly string[]): TermSet {
    const set = new Uint32Array(this.#words)
    for (const term of terms) {
      const one = this.#below(term)
      for (let word = 0; word < set.length; word++) set[word]! |= one?.[word] ?? 0
    }
    return set
  }

  /** The term and everything below it. */
  #below(term: string): TermSet | undefined {
    if (this.#covers.size === 0)
      for (const [lower, index] of this.#indices)
        for (const upper of upwards(lower)) {
          const set = this.#covers.get(upper) ?? new Uint32Array(this.#words)
          set[index >> 5]! |= 1 << (index & 31)
          this.#covers.set(upper, set)
        }
    return this.#covers.get(term)
  }
}

export const purposeTerms = new Terms(Object.keys(PURPOSES))
export const categoryTerms = new Terms(Object.keys(CATEGORIES))

export const hasTerm = (set: TermSet, index: number): boolean =>
  index >= 0 && ((set[index >> 5]! >>> (index & 31)) & 1) === 1

export const haveCommonTerm = (a: TermSet, b: TermSet): boolean => {
  for (let word = 0; word < a.length; word++) if ((a[word]! & b[word]!) !== 0) return true
  return false
}

/** Whether everything in `inner` is in `outer`. */
export const isSubset = (inner: TermSet, outer: TermSet): boolean => {
  for (let word = 0; word < inner.length; word++) if ((inner[word]! & ~outer[word]!) !== 0) return false
  return true
}
