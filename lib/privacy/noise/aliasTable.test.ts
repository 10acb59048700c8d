import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aliasTable, MASS_BITS, tableWeights } from './aliasTable.ts'

const WHOLE = 1n << BigInt(MASS_BITS)

/** Weights that sum to the whole, from any shares. */
const weightsFrom = (shares: readonly bigint[]): bigint[] => {
  const total = shares.reduce((sum, share) => sum + share, 0n)
  const weights = shares.map((share) => (share * WHOLE) / total)
  weights[0]! += WHOLE - weights.reduce((sum, weight) => sum + weight, 0n)
  return weights
}

describe('an alias table', () => {
  it('holds the weights that it was made from, to the last unit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 7 }).chain((indexBits) =>
          fc.record({
            indexBits: fc.constant(indexBits),
            shares: fc.array(fc.bigInt({ min: 0n, max: 1n << 200n }), {
              minLength: 1,
              maxLength: 2 ** indexBits,
            }),
          }),
        ),
        ({ indexBits, shares }) => {
          fc.pre(shares.some((share) => share > 0n))
          const weights = weightsFrom(shares)
          const table = aliasTable(weights, indexBits)
          expect(table.cells).toHaveLength(2 ** indexBits)
          expect(tableWeights(table)).toEqual(
            Array.from({ length: 2 ** indexBits }, (_, i) => weights[i] ?? 0n),
          )
        },
      ),
    )
  })

  it('is one full cell each for equal weights', () => {
    const { cells } = aliasTable(weightsFrom([1n, 1n, 1n, 1n]), 2)
    expect(Array.from(cells, (cell) => cell & 3)).toEqual([0, 1, 2, 3])
    expect(Array.from(cells, (cell) => cell >>> 2)).toEqual([2 ** 29, 2 ** 29, 2 ** 29, 2 ** 29])
  })
})
