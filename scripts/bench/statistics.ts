/** An interval, lower end first. */
export type Interval = readonly [low: number, high: number]

const quantileOfSorted = (sorted: readonly number[], share: number): number => {
  const at = (sorted.length - 1) * share
  const below = sorted[Math.floor(at)]
  const above = sorted[Math.ceil(at)]
  if (below === undefined || above === undefined) throw new RangeError('There is no quantile of nothing.')
  return below + (above - below) * (at - Math.floor(at))
}

const ascending = (values: readonly number[]): number[] => values.toSorted((a, b) => a - b)

/** The value that `share` of all are at or below, between two values by a straight line. */
export const quantile = (values: readonly number[], share: number): number =>
  quantileOfSorted(ascending(values), share)

export const median = (values: readonly number[]): number => quantile(values, 0.5)

/** A small generator with a seed (mulberry32), so that the same measurements give the same interval. */
export const seededRandom = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** As many items as there are, drawn with replacement. */
const resample = <T>(items: readonly T[], random: () => number): T[] =>
  items.map(() => items[Math.floor(random() * items.length)]!)

/**
 * 95 % interval of the median of all values, by the percentile bootstrap. Values come in groups that were measured
 * together (one launch of the browsers each): groups are drawn first and then values within them, since whatever one
 * launch shares is a single observation, however often it is measured.
 */
export const medianInterval = (
  groups: readonly (readonly number[])[],
  { draws = 2000, seed = 1 }: { readonly draws?: number; readonly seed?: number } = {},
): Interval => {
  const random = seededRandom(seed)
  const medians = ascending(
    Array.from({ length: draws }, () =>
      median(resample(groups, random).flatMap((group) => resample(group, random))),
    ),
  )
  return [quantileOfSorted(medians, 0.025), quantileOfSorted(medians, 0.975)]
}

/** In a random order. */
export const shuffled = <T>(items: readonly T[], random: () => number = Math.random): T[] =>
  items
    .map((item) => ({ item, place: random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item)
