import { bytesToHex } from '@noble/hashes/utils.js'
import type { VaultRecord } from '../../pipelines/records.ts'
import { canonicalRecord } from './canonicalRecord.ts'
import { compareHashes, HASH_BYTES } from './recordSet.ts'

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

const pack = (hashes: readonly Bytes[]): Bytes => {
  const sorted = hashes.toSorted((a, b) => compareHashes(a, 0, b, 0))
  const unique = sorted.filter((hash, i) => i === 0 || compareHashes(sorted[i - 1]!, 0, hash, 0) !== 0)
  const packed = new Uint8Array(unique.length * HASH_BYTES)
  for (const [i, hash] of unique.entries()) packed.set(hash, i * HASH_BYTES)
  return packed
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
