import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { database, type Stores, type WriteTransaction } from '../db/database.ts'
import type { ActivityRecord } from '../db/schema.ts'
import { canonicalJson } from '../protocol/canonical.ts'

/** `previous` of the first entry. */
const GENESIS = '0'.repeat(64)

export type ActivityEntry = Pick<ActivityRecord, 'kind' | 'text' | 'data'>

const hashOf = (entry: Omit<ActivityRecord, 'hash' | 'seq'>): string =>
  bytesToHex(sha256(utf8ToBytes(canonicalJson(entry))))

/**
 * Adds an entry to the append-only, hash-chained log, inside the transaction of the change that it records, so that
 * neither exists without the other. Hashing is synchronous: awaiting anything else would end the transaction.
 */
export const appendActivity = async <Names extends Stores>(
  transaction: 'activity' extends Names[number] ? WriteTransaction<Names> : never,
  { kind, text, data }: ActivityEntry,
): Promise<void> => {
  const store = (transaction as unknown as WriteTransaction<['activity']>).objectStore('activity')
  const last = await store.openCursor(null, 'prev')
  const entry = { at: Date.now(), kind, text, data, previous: last?.value.hash ?? GENESIS }
  await store.add({ ...entry, hash: hashOf(entry) })
}

export type Verification =
  | { readonly ok: true; readonly count: number; readonly head: string }
  | { readonly ok: false; readonly firstBroken: number }

/** Recomputes the chain over entries in order, and names the first entry that does not follow from the one before. */
export const verifyEntries = (entries: readonly ActivityRecord[]): Verification => {
  let previous = GENESIS
  let expectedSeq: number | undefined
  for (const { hash, seq, ...entry } of entries) {
    const gap = expectedSeq !== undefined && seq !== expectedSeq
    if (gap || entry.previous !== previous || hashOf(entry) !== hash)
      return { ok: false, firstBroken: seq ?? 0 }
    previous = hash
    expectedSeq = (seq ?? 0) + 1
  }
  return { ok: true, count: entries.length, head: previous }
}

export const verifyLog = async (): Promise<Verification> =>
  verifyEntries(await (await database()).getAll('activity'))
