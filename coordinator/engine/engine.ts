import type { Bytes32 } from '../../lib/protocol/hex.ts'

/**
 * The one interface behind which storage and coordination stand. Everything above it is written for several
 * coordinators on one engine: no lock in a process is ever relied on, only compare-and-set here. SQLite implements it
 * for one machine; a distributed engine needs no more than keys with revisions, named blobs and leases.
 *
 * Keys are paths such as `round/<task>/0000000003`, of visible ASCII without a space. Values are JSON. An entry is
 * never deleted: what was promised stays on record.
 */
export interface Engine {
  /** The newest committed value, or undefined. */
  get<T>(key: string): Promise<Entry<T> | undefined>
  /** All entries whose key begins with `prefix`, in the order of their keys. */
  list<T>(prefix: string): Promise<readonly Entry<T>[]>
  /**
   * All writes or none. False where any key is no longer at the revision named: read again and decide again.
   * When it resolves to true the change survives a crash.
   */
  commit(writes: readonly Write[]): Promise<boolean>

  /** Bytes too large for an entry. Durable when it resolves; the same name again replaces. */
  putBlob(name: string, bytes: Uint8Array): Promise<void>
  getBlob(name: string): Promise<Uint8Array<ArrayBuffer> | undefined>
  /** Forgets every blob whose name begins with `prefix`. */
  deleteBlobs(prefix: string): Promise<void>

  /**
   * True if `holder` has the lease for the next `milliseconds`: it was free, lapsed, or its own (renewal). Leases only
   * spare work; nothing may go wrong when two holders each believe that they have it.
   */
  lease(name: string, holder: string, milliseconds: number): Promise<boolean>
  /** Ends a lease early; another holder's is left alone. */
  release(name: string, holder: string): Promise<void>

  close(): Promise<void>
}

export interface Entry<T> {
  readonly key: string
  readonly value: T
  /** 1 when written first, one more at each write. */
  readonly revision: number
}

export interface Write {
  readonly key: string
  /** JSON. */
  readonly value: unknown
  /** Revision that must be current; 0 where the key must be absent. */
  readonly revision: number
}

/** Numbers as they stand in keys: ten digits, so that keys sort as numbers do. */
export const keyNumber = (n: number): string => String(n).padStart(10, '0')

/** Name of a public blob: weights. Updates have other names, so that no request can reach one. */
export const weightsBlob = (sha256: Bytes32): string => `weights/${sha256}`
