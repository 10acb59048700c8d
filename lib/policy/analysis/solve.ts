/** Of one property of a request: those of its values, one bit each, that are meant. */
export interface Literal {
  readonly property: number
  readonly values: bigint
}

/** At least one holds. */
export type Clause = readonly Literal[]

/** Clauses that belong together: what one rule says. */
export interface Group {
  readonly id: string
  readonly clauses: readonly Clause[]
}

/** Work that may still be done, shared by several questions. */
export interface Budget {
  steps: number
}

/**
 * For each property the values that are left, all of them good: every choice among them meets every clause. Or `none`, with
 * the groups that it took to see that. Or `unknown`, where the budget ran out first.
 */
export type Solution =
  | { readonly kind: 'found'; readonly values: readonly bigint[] }
  | { readonly kind: 'none'; readonly because: readonly string[] }
  | { readonly kind: 'unknown' }

interface Search {
  readonly clauses: readonly { readonly clause: Clause; readonly group: number }[]
  readonly used: Set<number>
  readonly budget: Budget
}

/** Narrows `values` until nothing follows any more. `undefined` where a clause cannot be met; else a clause to try, if any. */
const narrow = (search: Search, values: bigint[]): { readonly open: Clause | undefined } | undefined => {
  for (;;) {
    let changed = false
    let open: Clause | undefined
    let fewest = Infinity
    for (const { clause, group } of search.clauses) {
      search.budget.steps -= 1
      let possible = 0
      let last: Literal | undefined
      let met = false
      for (const literal of clause) {
        const left = values[literal.property] ?? 0n
        const good = left & literal.values
        if (good === 0n) continue
        if (good === left) {
          met = true
          break
        }
        possible += 1
        last = literal
      }
      if (met) continue
      if (last === undefined) {
        search.used.add(group)
        return undefined
      }
      if (possible === 1) {
        values[last.property] = (values[last.property] ?? 0n) & last.values
        search.used.add(group)
        changed = true
      } else if (possible < fewest) {
        fewest = possible
        open = clause
      }
    }
    if (!changed) return { open }
  }
}

const without = (values: readonly bigint[], { property, values: taken }: Literal): bigint[] =>
  values.with(property, (values[property] ?? 0n) & ~taken)
const within = (values: readonly bigint[], { property, values: kept }: Literal): bigint[] =>
  values.with(property, (values[property] ?? 0n) & kept)

const search = (task: Search, start: readonly bigint[]): readonly bigint[] | 'none' | 'unknown' => {
  const waiting: (readonly bigint[])[] = [start]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (task.budget.steps <= 0) return 'unknown'
    const values = [...next]
    const narrowed = narrow(task, values)
    if (narrowed === undefined) continue
    if (narrowed.open === undefined) return values
    const literal = narrowed.open.find((one) => {
      const left = values[one.property] ?? 0n
      return (left & one.values) !== 0n && (left & one.values) !== left
    })
    if (literal === undefined) continue
    waiting.push(without(values, literal), within(values, literal))
  }
  return 'none'
}

const attempt = (start: readonly bigint[], groups: readonly Group[], budget: Budget) => {
  const task: Search = {
    clauses: groups
      .flatMap(({ clauses }, group) => clauses.map((clause) => ({ clause, group })))
      .filter(({ clause }) => !isMet(clause, start))
      // Short ones first: what one rule says alone is the better reason.
      .toSorted((a, b) => a.clause.length - b.clause.length),
    used: new Set(),
    budget,
  }
  for (const { clauses } of groups) budget.steps -= 1 + clauses.length
  const found = start.includes(0n) ? 'none' : search(task, start)
  return { found, used: groups.filter((_, index) => task.used.has(index)) }
}

const isMet = (clause: Clause, values: readonly bigint[]): boolean =>
  clause.some(({ property, values: good }) => ((values[property] ?? 0n) & ~good) === 0n)

/** What is left of `start` by those clauses alone that leave only one way out; `undefined` where nothing is. */
export const narrowed = (
  start: readonly bigint[],
  clauses: readonly Clause[],
  budget: Budget,
): readonly bigint[] | undefined => {
  const values = [...start]
  const all = clauses.map((clause) => ({ clause, group: 0 }))
  return narrow({ clauses: all, used: new Set(), budget }, values) && values
}

/**
 * Whether there is a choice of one value for each property, among `start`, that meets every clause of every group. Complete: it
 * tries every way out, within the budget. Where there is none, no group of `because` could be left out, but for `given`, which
 * is never named.
 */
export const solve = (
  start: readonly bigint[],
  groups: readonly Group[],
  budget: Budget,
  given: readonly Clause[] = [],
): Solution => {
  const base: Group = { id: '', clauses: given }
  const { found, used } = attempt(start, [base, ...groups], budget)
  if (found === 'unknown') return { kind: 'unknown' }
  if (found !== 'none') return { kind: 'found', values: found }
  let needed = used.filter((group) => group !== base)
  for (const group of needed) {
    if (!needed.includes(group)) continue
    const rest = needed.filter((one) => one !== group)
    const again = attempt(start, [base, ...rest], budget)
    // Where it cannot be seen whether one is needed, it stays: the reason is longer than it could be, and still true.
    if (again.found === 'none') needed = rest.filter((one) => again.used.includes(one))
  }
  return { kind: 'none', because: needed.map(({ id }) => id) }
}
