import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { ActivityRecord } from '../db/schema.ts'
import { canonicalJson } from '../protocol/canonical.ts'

/** `previous` of the first entry. */
export const GENESIS = '0'.repeat(64)

/** SHA-256, hexadecimal, of the entry's canonical JSON without `seq` and `hash` (docs/activity-log.md). */
export const hashOf = (entry: Omit<ActivityRecord, 'hash' | 'seq'>): string =>
  bytesToHex(sha256(utf8ToBytes(canonicalJson(entry))))

/** What was time-stamped: the hash of one entry, and with it of all before. */
export interface Stamped {
  readonly seq: number
  /** Without `0x`, as in the entry. */
  readonly hash: string
}

/**
 * - `altered`: the entry is not what its hash was made of
 * - `unlinked`: it does not name the hash of the entry before it
 * - `missing`: there is none of this number, though there are later ones
 * - `cut`: there is none of this number, though it or a later one was time-stamped
 * - `restamped`: it was time-stamped, but had another hash then
 * - `unreadable`: a line of a file that is no entry
 */
export type Break = 'altered' | 'unlinked' | 'missing' | 'cut' | 'restamped' | 'unreadable'

export type Verification =
  | { readonly ok: true; readonly count: number; readonly head: string; readonly stamps: number }
  /** `firstBroken`: the number of the first entry that is not as it must be. */
  | { readonly ok: false; readonly firstBroken: number; readonly why: Break }

/** Goes through entries in order, and remembers no more than it needs for the next. */
export interface Verifier {
  /** True while nothing is broken. */
  take(entry: ActivityRecord): boolean
  /** All entries have been taken. */
  end(): Verification
}

const contentHash = (entry: Omit<ActivityRecord, 'hash' | 'seq'>): string | undefined => {
  try {
    return hashOf(entry)
  } catch {
    // What canonical JSON cannot hold was never hashed.
    return undefined
  }
}

/** Recomputes the chain, and checks it against what was time-stamped. Entries are numbered from 1. */
export const createVerifier = (stamps: readonly Stamped[]): Verifier => {
  const stamped = new Map(stamps.map(({ seq, hash }) => [seq, hash]))
  const lastStamped = Math.max(0, ...stamped.keys())
  let previous = GENESIS
  let count = 0
  let broken: { readonly firstBroken: number; readonly why: Break } | undefined

  const breakOf = ({ hash, seq, ...entry }: ActivityRecord): Break | undefined => {
    if (seq !== count + 1) return 'missing'
    if (contentHash(entry) !== hash) return 'altered'
    if (entry.previous !== previous) return 'unlinked'
    const earlier = stamped.get(seq)
    return earlier !== undefined && earlier !== hash ? 'restamped' : undefined
  }

  return {
    take: (entry) => {
      if (broken !== undefined) return false
      const why = breakOf(entry)
      if (why !== undefined) {
        broken = { firstBroken: count + 1, why }
        return false
      }
      previous = entry.hash
      count += 1
      return true
    },
    end: () => {
      if (broken === undefined && lastStamped > count) broken = { firstBroken: count + 1, why: 'cut' }
      return broken === undefined
        ? { ok: true, count, head: previous, stamps: stamped.size }
        : { ok: false, ...broken }
    },
  }
}
