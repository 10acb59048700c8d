import { concatHex, keccak256 } from 'viem/utils'
import { ProvisoError } from '../protocol/errors.ts'
import type { Address, Bytes32 } from '../protocol/hex.ts'
import { payoutLeaf, seatLeaf } from '../protocol/statements.ts'

/**
 * Merkle trees as OpenZeppelin's `MerkleProof` verifies them: pairs are hashed in ascending order, so that a proof needs
 * no directions. Built as `@openzeppelin/merkle-tree` builds its `SimpleMerkleTree` (leaves sorted), so that roots agree.
 */
const lower = (hash: Bytes32) => hash.toLowerCase() as Bytes32

/** Equal length and lower case, so their order as text is their order as numbers. */
const hashPair = (a: Bytes32, b: Bytes32): Bytes32 => keccak256(concatHex(a < b ? [a, b] : [b, a]))

/** Whether `leaf` belongs to the tree of `root`. */
export const verifyProof = (root: Bytes32, leaf: Bytes32, proof: readonly Bytes32[]): boolean =>
  proof.map(lower).reduce(hashPair, lower(leaf)) === lower(root)

export interface Tree {
  readonly root: Bytes32
  /** Throws `merkle/unknown-leaf` for a leaf that is not in the tree. */
  proofOf(leaf: Bytes32): readonly Bytes32[]
}

/** Throws `merkle/empty` without leaves. */
export const treeOf = (leaves: readonly Bytes32[]): Tree => {
  if (leaves.length === 0) throw new ProvisoError('merkle/empty', 'A Merkle tree needs a leaf.')
  // A binary heap: the children of node i are 2i + 1 and 2i + 2, and the leaves stand at its end, last leaf first.
  const nodes: Bytes32[] = new Array(2 * leaves.length - 1)
  const indexOf = new Map<Bytes32, number>()
  for (const [i, leaf] of leaves.map(lower).sort().entries()) {
    const index = nodes.length - 1 - i
    nodes[index] = leaf
    indexOf.set(leaf, index)
  }
  for (let i = leaves.length - 2; i >= 0; i--) nodes[i] = hashPair(nodes[2 * i + 1]!, nodes[2 * i + 2]!)

  return {
    root: nodes[0]!,
    proofOf(leaf) {
      const start = indexOf.get(lower(leaf))
      if (start === undefined)
        throw new ProvisoError('merkle/unknown-leaf', 'This leaf is not in the Merkle tree.')
      const proof: Bytes32[] = []
      for (let i = start; i > 0; i = (i - 1) >> 1) proof.push(nodes[i % 2 === 1 ? i + 1 : i - 1]!)
      return proof
    },
  }
}

export interface SeatEntry {
  readonly seat: number
  readonly account: Address
}

export interface PayoutEntry extends SeatEntry {
  /** All that the seat is owed so far, in base units of the token. */
  readonly cumulative: bigint
}

export interface EntryTree<Entry> {
  readonly root: Bytes32
  proofOf(entry: Entry): readonly Bytes32[]
}

const entryTree = <Entry>(entries: readonly Entry[], leafOf: (entry: Entry) => Bytes32): EntryTree<Entry> => {
  const tree = treeOf(entries.map(leafOf))
  return { root: tree.root, proofOf: (entry) => tree.proofOf(leafOf(entry)) }
}

/** The tree of an enrolment root. */
export const seatTree = (entries: readonly SeatEntry[]): EntryTree<SeatEntry> =>
  entryTree(entries, ({ seat, account }) => seatLeaf(seat, account))

/** The tree of a payout root. */
export const payoutTree = (entries: readonly PayoutEntry[]): EntryTree<PayoutEntry> =>
  entryTree(entries, ({ seat, account, cumulative }) => payoutLeaf(seat, account, cumulative))
