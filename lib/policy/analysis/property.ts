import type { Clause, Literal } from './solve.ts'

/** Something of a request, with one value for each way that the rules can tell requests apart by it. */
export interface Property<V> {
  readonly index: number
  /** Those first that make the plainest example. */
  readonly values: readonly V[]
}

const bit = (index: number): bigint => 1n << BigInt(index)

export const everyValue = ({ values }: Property<unknown>): bigint => bit(values.length) - 1n

/** That the property has one of the values that pass the test. */
export const where = <V>(property: Property<V>, test: (value: V) => boolean): Literal => ({
  property: property.index,
  // The last value is the first digit. Read in one go: adding bit by bit would copy the number for each.
  values: BigInt(
    `0b${
      property.values
        .map((value) => (test(value) ? '1' : '0'))
        .toReversed()
        .join('') || '0'
    }`,
  ),
})

/** The value to show, of those that are left: one that is preferred, or else the first. */
export const pick = <V>(property: Property<V>, left: readonly bigint[], preferred?: V): V => {
  const mask = left[property.index] ?? 0n
  const possible = property.values.filter((_, index) => (mask & bit(index)) !== 0n)
  const [first] = possible
  if (first === undefined && possible.length === 0) throw new Error('a property without a value')
  return preferred !== undefined && possible.includes(preferred) ? preferred : (first as V)
}

export const negate = ({ property, values }: Literal, full: readonly bigint[]): Literal => ({
  property,
  values: (full[property] ?? 0n) & ~values,
})

/** Clauses that hold exactly where not all of `items` do. */
export const notAll = (items: readonly Clause[], full: readonly bigint[]): readonly Clause[] =>
  items.reduce<readonly Clause[]>(
    (clauses, item) => item.flatMap((literal) => clauses.map((clause) => [...clause, negate(literal, full)])),
    [[]],
  )
