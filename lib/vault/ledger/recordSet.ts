import { bytesToHex } from '@noble/hashes/utils.js'
import type { VaultRecord } from '../../pipelines/records.ts'
import { canonicalRecord } from './canonicalRecord.ts'

/** HMAC-SHA-256, cut: two of 2^40 records look alike with probability 2^-49. */
export const HASH_BYTES = 16
/** Hashes that are computed side by side. */
const BATCH = 256

type Bytes = Uint8Array<ArrayBuffer>

/** Which records a dataset holds, as keyed hashes. Never changes once made. */
export interface RecordSet {
  /** `HASH_BYTES` each, in ascending order, none twice. */
  readonly hashes: Bytes
  /** SHA-256 of `hashes`, hexadecimal: equal for equal sets. */
  readonly digest: string
}

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

const pack = (hashes: readonly Bytes[]): Bytes => {
  const sorted = hashes.toSorted((a, b) => compareHashes(a, 0, b, 0))
  const unique = sorted.filter((hash, i) => i === 0 || compareHashes(sorted[i - 1]!, 0, hash, 0) !== 0)
  const packed = new Uint8Array(unique.length * HASH_BYTES)
  for (const [i, hash] of unique.entries()) packed.set(hash, i * HASH_BYTES)
  return packed
}

/** Whether bytes are a set of hashes as `RecordSet` says. */
export const isWellFormed = (hashes: Uint8Array): boolean => {
  if (hashes.length === 0 || hashes.length % HASH_BYTES !== 0) return false
  for (let i = 1; i < hashes.length / HASH_BYTES; i++)
    if (compareHashes(hashes, i - 1, hashes, i) >= 0) return false
  return true
}

/** Hashes records under the vault's record key as they pass. */
export class RecordHasher {
  readonly #key: CryptoKey
  #waiting: Promise<ArrayBuffer>[] = []
  #hashes: Bytes[] = []

  constructor(key: CryptoKey) {
    this.#key = key
  }

  async #settle(): Promise<void> {
    for (const signature of await Promise.all(this.#waiting))
      this.#hashes.push(new Uint8Array(signature, 0, HASH_BYTES).slice())
    this.#waiting = []
  }

  async add(record: VaultRecord): Promise<void> {
    this.#waiting.push(crypto.subtle.sign('HMAC', this.#key, canonicalRecord(record)))
    if (this.#waiting.length >= BATCH) await this.#settle()
  }

  async finish(): Promise<RecordSet> {
    await this.#settle()
    const hashes = pack(this.#hashes)
    return { hashes, digest: bytesToHex(new Uint8Array(await crypto.subtle.digest('SHA-256', hashes))) }
  }
}
