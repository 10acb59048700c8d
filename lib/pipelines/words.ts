const encoder = new TextEncoder()

/** Runs of letters, marks and digits, in lower case. Compatibility forms (full width, ligatures) are made plain first. */
export const wordsOf = (text: string): readonly string[] =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []

/** FNV-1a, 32 bits, of the UTF-8 bytes (Fowler, Noll, Vo; RFC 9923). 0 to 2^32 - 1. */
export const fnv1a = (word: string): number => {
  let hash = 0x811c9dc5
  for (const byte of encoder.encode(word)) hash = Math.imul(hash ^ byte, 0x0100_0193)
  return hash >>> 0
}

/**
 * What a model reads of a text's words: the share of each bucket among them, written over `shares` [buckets]. Without words all are
 * zero.
 */
export const writeShares = (words: ArrayLike<number>, shares: Float32Array): void => {
  shares.fill(0)
  let count = 0
  // What is past the last bucket is no word.
  for (let index = 0; index < words.length; index++) if (words[index]! < shares.length) count += 1
  for (let index = 0; index < words.length; index++)
    if (words[index]! < shares.length) shares[words[index]!]! += 1 / count
}

/** The first `words` words of a text, each as one of 0 to buckets - 1; then `buckets`, which stands for no word. */
export const wordBuckets = (
  text: string,
  { words, buckets }: { readonly words: number; readonly buckets: number },
): Int32Array => {
  const ids = new Int32Array(words).fill(buckets)
  wordsOf(text)
    .slice(0, words)
    .forEach((word, index) => {
      ids[index] = fnv1a(word) % buckets
    })
  return ids
}
