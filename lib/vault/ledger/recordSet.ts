/** HMAC-SHA-256, cut: two of 2^40 records look alike with probability 2^-49. */
export const HASH_BYTES = 16

/** Order of the hash at `i` of `a` and that at `j` of `b`, as bytes: below, at or above 0. */
export const compareHashes = (a: Uint8Array, i: number, b: Uint8Array, j: number): number => {
  const from = i * HASH_BYTES
  const other = j * HASH_BYTES
  for (let k = 0; k < HASH_BYTES; k++) {
    const difference = a[from + k]! - b[other + k]!
    if (difference !== 0) return difference
  }
  return 0
}

/** Whether bytes are a set of hashes as `RecordSet` says. */
export const isWellFormed = (hashes: Uint8Array): boolean => {
  if (hashes.length === 0 || hashes.length % HASH_BYTES !== 0) return false
  for (let i = 1; i < hashes.length / HASH_BYTES; i++)
    if (compareHashes(hashes, i - 1, hashes, i) >= 0) return false
  return true
}
