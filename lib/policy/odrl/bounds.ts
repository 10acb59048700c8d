/** Characters of a document as text, and of one text in it. */
export const MOST_CHARACTERS = 2_000_000
const MOST_TEXT = 2_000
/** Values of a document, one inside the other and all together. */
export const MOST_DEPTH = 12
export const MOST_VALUES = 100_000
/** Rules of a document. */
export const MOST_RULES = 1_000

/** Why a value is too much to look at; undefined where it is not. Looks at no more than it has to. */
export const tooMuch = (value: unknown): string | undefined => {
  let seen = 0
  const waiting: { readonly value: unknown; readonly depth: number }[] = [{ value, depth: 0 }]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    seen += 1
    if (seen > MOST_VALUES) return `It has more than ${MOST_VALUES} values.`
    if (typeof next.value === 'string' && next.value.length > MOST_TEXT)
      return `It has a text of more than ${MOST_TEXT} characters.`
    if (typeof next.value !== 'object' || next.value === null) continue
    if (next.depth === MOST_DEPTH) return `It is more than ${MOST_DEPTH} levels deep.`
    const inside = Object.values(next.value)
    if (inside.length > MOST_VALUES) return `It has more than ${MOST_VALUES} values.`
    for (const one of inside) waiting.push({ value: one, depth: next.depth + 1 })
  }
  return undefined
}
