import type { ReadyRule } from './readyRule.ts'
import type { Subject } from './scope.ts'
import type { TermSet } from './termSets.ts'

/** For each term the rules that cover it, one bit for each; and those that cover every term. */
class Covering {
  readonly #byTerm: number[][] = []
  readonly #every: number[] = []

  add(rule: number, terms: TermSet | undefined): void {
    if (terms === undefined) mark(this.#every, rule)
    terms?.forEach((bits, word) => {
      for (let rest = bits; rest !== 0; rest &= rest - 1) {
        const term = word * 32 + lowest(rest)
        this.#byTerm[term] ??= []
        mark(this.#byTerm[term], rule)
      }
    })
  }

  /** Thirty-two rules at once: those that cover one of the terms. */
  word(index: number, terms: readonly number[]): number {
    let bits = this.#every[index] ?? 0
    for (const term of terms) bits |= this.#byTerm[term]?.[index] ?? 0
    return bits
  }
}

const lowest = (bits: number): number => 31 - Math.clz32(bits & -bits)
const mark = (bits: number[], index: number): void => {
  const word = index >> 5
  while (bits.length <= word) bits.push(0)
  bits[word]! |= 1 << (index & 31)
}

/** Rules about everybody, found by what they are about: thirty-two are ruled out at once. */
export class TermIndex {
  readonly #rules: ReadyRule[] = []
  readonly #purposes = new Covering()
  readonly #categories = new Covering()

  add(rule: ReadyRule): void {
    this.#purposes.add(this.#rules.length, rule.purposes)
    this.#categories.add(this.#rules.length, rule.categories)
    this.#rules.push(rule)
  }

  visit({ purposes, category }: Subject, look: (rule: ReadyRule) => void): void {
    const terms: number[] = []
    purposes.forEach((bits, word) => {
      for (let rest = bits; rest !== 0; rest &= rest - 1) terms.push(word * 32 + lowest(rest))
    })
    for (let word = 0; word * 32 < this.#rules.length; word++)
      for (
        let rest = this.#purposes.word(word, terms) & this.#categories.word(word, [category]);
        rest !== 0;
        rest &= rest - 1
      )
        look(this.#rules[word * 32 + lowest(rest)]!)
  }
}
