import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Clause, type Group, solve } from './solve.ts'

const SIZES = [2, 3, 4, 2]
const all = SIZES.map((size) => (1n << BigInt(size)) - 1n)

const clause = fc.array(
  fc.integer({ min: 0, max: SIZES.length - 1 }).chain((property) =>
    fc.record({
      property: fc.constant(property),
      values: fc.bigInt({ min: 0n, max: all[property] ?? 0n }),
    }),
  ),
  { minLength: 1, maxLength: 3 },
)
const groups: fc.Arbitrary<Group[]> = fc
  .array(fc.array(clause, { minLength: 1, maxLength: 3 }), { maxLength: 10 })
  .map((lists) => lists.map((clauses, index) => ({ id: `g${index}`, clauses })))

/** Every choice of one value for each property. */
const points = SIZES.reduce<number[][]>(
  (done, size) => done.flatMap((point) => Array.from({ length: size }, (_, value) => [...point, value])),
  [[]],
)
const meets = (point: readonly number[], { clauses }: { readonly clauses: readonly Clause[] }) =>
  clauses.every((one) =>
    one.some(({ property, values }) => ((values >> BigInt(point[property] ?? 0)) & 1n) === 1n),
  )
const possible = (given: readonly Group[]) =>
  points.some((point) => given.every((group) => meets(point, group)))

describe('solving', () => {
  it('finds a choice exactly where trying all of them finds one', () => {
    fc.assert(
      fc.property(groups, (given) => {
        const solution = solve(all, given, { steps: 100_000 })
        expect(solution.kind).toBe(possible(given) ? 'found' : 'none')
        if (solution.kind !== 'found') return
        const left = points.filter((point) =>
          point.every(
            (value, property) => (((solution.values[property] ?? 0n) >> BigInt(value)) & 1n) === 1n,
          ),
        )
        expect(left.length).toBeGreaterThan(0)
        for (const point of left) expect(given.every((group) => meets(point, group))).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('names groups that are enough for there to be none, and none too many', () => {
    fc.assert(
      fc.property(groups, (given) => {
        const solution = solve(all, given, { steps: 100_000 })
        fc.pre(solution.kind === 'none')
        const named = given.filter(({ id }) => solution.because.includes(id))
        expect(possible(named)).toBe(false)
        for (const one of named) expect(possible(named.filter((other) => other !== one))).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('finds none where a property has no value at all, because of nothing', () => {
    expect(solve([0n, 1n], [], { steps: 10 })).toEqual({ kind: 'none', because: [] })
  })

  it('says that it does not know when the budget is spent', () => {
    const steps = { steps: 0 }
    const group = { id: 'g', clauses: [[{ property: 0, values: 1n }]] }
    expect(solve([3n], [group], steps)).toEqual({ kind: 'unknown' })
  })
})
