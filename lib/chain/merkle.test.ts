import { SimpleMerkleTree } from '@openzeppelin/merkle-tree'
import fc from 'fast-check'
import { bytesToHex } from 'viem/utils'
import { describe, expect, it } from 'vitest'
import type { Bytes32 } from '../protocol/hex.ts'
import { payoutTree, seatTree, treeOf, verifyProof } from './merkle.ts'

const leaf = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(bytesToHex)
const leaves = fc.uniqueArray(leaf, { minLength: 1, maxLength: 40 })
const ACCOUNT = '0x90F79bf6EB2c4f870365E785982E1f101E93b906'

describe('treeOf', () => {
  it("agrees with OpenZeppelin's tree in its root and in every proof", () => {
    fc.assert(
      fc.property(leaves, (values) => {
        const ours = treeOf(values)
        const theirs = SimpleMerkleTree.of(values)
        expect(ours.root).toBe(theirs.root)
        for (const value of values) expect(ours.proofOf(value)).toEqual(theirs.getProof(value))
      }),
    )
  })

  it('does not care about the order or the case of its leaves', () => {
    fc.assert(
      fc.property(leaves, (values) => {
        const shuffled = values.toReversed().map((value) => `0x${value.slice(2).toUpperCase()}` as Bytes32)
        expect(treeOf(shuffled).root).toBe(treeOf(values).root)
      }),
    )
  })

  it('refuses to be empty, and to prove what it does not hold', () => {
    expect(() => treeOf([])).toThrow(expect.objectContaining({ code: 'merkle/empty' }))
    expect(() => treeOf([`0x${'01'.repeat(32)}`]).proofOf(`0x${'02'.repeat(32)}`)).toThrow(
      expect.objectContaining({ code: 'merkle/unknown-leaf' }),
    )
  })
})

describe('verifyProof', () => {
  it('accepts every leaf with its own proof and no other leaf', () => {
    fc.assert(
      fc.property(leaves, leaf, (values, stranger) => {
        fc.pre(!values.includes(stranger))
        const tree = treeOf(values)
        for (const value of values) {
          const proof = tree.proofOf(value)
          expect(verifyProof(tree.root, value, proof)).toBe(true)
          expect(verifyProof(tree.root, stranger, proof)).toBe(false)
        }
      }),
    )
  })
})

describe('seatTree and payoutTree', () => {
  it('find an entry by its value', () => {
    const seats = [0, 1, 2].map((seat) => ({ seat, account: ACCOUNT }) as const)
    const payouts = seats.map((entry) => ({ ...entry, cumulative: 7n }))
    expect(seatTree(seats).proofOf({ seat: 1, account: ACCOUNT })).toHaveLength(2)
    expect(() => payoutTree(payouts).proofOf({ ...payouts[0]!, cumulative: 8n })).toThrow(
      expect.objectContaining({ code: 'merkle/unknown-leaf' }),
    )
  })
})
