import { compareHashes, HASH_BYTES } from './recordSet.ts'

/** Which hashes of a set, in its order, another set holds as well. */
export interface Members {
  /** Hashes of the set. */
  readonly count: number
  /** How many of them the other set holds. */
  readonly shared: number
  /** One for each, from the lowest bit of the first byte. */
  readonly bits: Uint8Array
}

const bit = ({ bits }: Members, i: number): number => (bits[i >> 3]! >> (i & 7)) & 1

const computeMembers = (own: Uint8Array, other: Uint8Array): Members => {
  const count = own.length / HASH_BYTES
  const otherCount = other.length / HASH_BYTES
  const bits = new Uint8Array(Math.ceil(count / 8))
  let shared = 0
  for (let i = 0, j = 0; i < count && j < otherCount; ) {
    const order = compareHashes(own, i, other, j)
    if (order === 0) {
      bits[i >> 3]! |= 1 << (i & 7)
      shared++
    }
    if (order <= 0) i++
    if (order >= 0) j++
  }
  return { count, shared, bits }
}

export interface Digested {
  readonly digest: string
  readonly hashes: Uint8Array
}

const known = new Map<string, Members>()
/** Pairs kept: 7.5 kB each for 60,000 records. */
const PAIRS_KEPT = 512

/** The bits of a pair of sets, if they were computed before: sets never change, and digests name them. */
export const knownMembers = (own: string, other: string): Members | undefined => known.get(`${own}:${other}`)

/** One pass over both sets. Remembered under their digests. */
export const membersOf = (own: Digested, other: Digested): Members => {
  const members = computeMembers(own.hashes, other.hashes)
  if (known.size >= PAIRS_KEPT) known.clear()
  known.set(`${own.digest}:${other.digest}`, members)
  return members
}

/** A set of records of which nothing more need be told apart, and what all of them are in. */
interface Partition<T> {
  readonly groups: readonly (readonly T[])[]
  /** Group of each record. */
  readonly ids: Uint32Array
}

const refine = <T>({ groups, ids }: Partition<T>, name: T, members: Members): Partition<T> => {
  const refined: (readonly T[])[] = []
  const renamed = new Int32Array(groups.length * 2).fill(-1)
  const next = new Uint32Array(ids.length)
  for (let i = 0; i < ids.length; i++) {
    const isMember = bit(members, i)
    const way = ids[i]! * 2 + isMember
    if (renamed[way] === -1) {
      const group = groups[ids[i]!]!
      renamed[way] = refined.push(isMember === 1 ? [...group, name] : group) - 1
    }
    next[i] = renamed[way]!
  }
  return { groups: refined, ids: next }
}

/**
 * Every way in which the records of one set lie in others: for each, those that hold such a record, in the order given. To be in
 * none of them is a way, too. Refines one partition set by set, so the cost is records times sets.
 */
export const groupsOf = <T>(sets: readonly (readonly [T, Members])[]): readonly (readonly T[])[] => {
  const count = sets[0]?.[1].count ?? 1
  const whole: Partition<T> = { groups: [[]], ids: new Uint32Array(count) }
  return sets.reduce((partition, [name, members]) => refine(partition, name, members), whole).groups
}
