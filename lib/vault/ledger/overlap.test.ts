import fc from 'fast-check'
import { expect, it } from 'vitest'
import { groupsOf, knownMembers, membersOf } from './overlap.ts'
import { HASH_BYTES } from './recordSet.ts'

const hashesOf = (records: readonly number[]): Uint8Array => {
  const hashes = new Uint8Array(records.length * HASH_BYTES)
  for (const [i, record] of records.entries())
    new DataView(hashes.buffer).setUint32(i * HASH_BYTES + 12, record)
  return hashes
}
const digested = (records: readonly number[]) => ({
  digest: records.join(),
  hashes: hashesOf(records),
})
const set = fc
  .uniqueArray(fc.nat(400), { minLength: 1, maxLength: 60 })
  .map((all) => all.sort((a, b) => a - b))

it('every way in which records lie in other sets is found, and no other', () => {
  fc.assert(
    fc.property(set, fc.array(set, { maxLength: 5 }), (own, others) => {
      const sets = others.map(
        (records, i) => [String(i), membersOf(digested(own), digested(records))] as const,
      )
      const expected = own.map((record) =>
        others.flatMap((records, i) => (records.includes(record) ? [String(i)] : [])).join(),
      )
      const found = groupsOf(sets).map((group) => group.join())
      expect(new Set(found)).toEqual(new Set(others.length === 0 ? [''] : expected))
      expect(new Set(found).size).toBe(found.length)
      for (const [i, [, { shared }]] of sets.entries())
        expect(shared).toBe(own.filter((record) => others[i]!.includes(record)).length)
    }),
  )
})

it('a pair is remembered under its own direction', () => {
  const [own, other] = [digested([1, 2, 3]), digested([2, 9])]
  const members = membersOf(own, other)
  expect(knownMembers(own.digest, other.digest)).toBe(members)
  expect(knownMembers(other.digest, own.digest)).toBeUndefined()
})
