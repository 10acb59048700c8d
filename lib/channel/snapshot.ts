/** What a request may carry: a signed manifest is at most 64 KB; records are deposited in parts. */
export const MAX_PARAMS_BYTES = 262_144
export const MAX_PARAMS_DEPTH = 32

/** The page's own input is at fault, so `message` says where and what. */
export class SnapshotError extends Error {
  override name = 'SnapshotError'
}

const nameOf = (value: unknown): string =>
  typeof value === 'number'
    ? `${value}`
    : typeof value === 'object'
      ? 'an object that is not plain'
      : typeof value

/** Counts no more than the JSON text will have: enough to stop before copying what is far too large. */
class Budget {
  #left = MAX_PARAMS_BYTES
  spend(bytes: number): void {
    this.#left -= bytes
    if (this.#left < 0) throw new SnapshotError(`params are larger than ${MAX_PARAMS_BYTES} bytes.`)
  }
}

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value)
  // Another realm's Object.prototype (an iframe's) is as plain as ours.
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

const copyObject = (value: object, path: string, depth: number, budget: Budget): unknown => {
  if (depth > MAX_PARAMS_DEPTH)
    throw new SnapshotError(`params are nested deeper than ${MAX_PARAMS_DEPTH} levels.`)
  if (Array.isArray(value)) {
    const length = value.length
    budget.spend(1 + length)
    return Array.from({ length }, (_, index) => copy(value[index], `${path}[${index}]`, depth, budget))
  }
  if (!isPlain(value)) throw new SnapshotError(`${path} is ${nameOf(value)}.`)
  budget.spend(2)
  const result: Record<string, unknown> = {}
  for (const key of Object.keys(value)) {
    if (key === '__proto__') throw new SnapshotError(`${path} has a field named __proto__.`)
    const field: unknown = (value as Record<string, unknown>)[key]
    // As JSON does: an absent optional field is often written as undefined.
    if (field === undefined) continue
    budget.spend(key.length + 3)
    result[key] = copy(field, `${path}.${key}`, depth, budget)
  }
  return result
}

const copy = (value: unknown, path: string, depth: number, budget: Budget): unknown => {
  switch (typeof value) {
    case 'string':
      budget.spend(value.length + 2)
      return value
    case 'boolean':
      budget.spend(4)
      return value
    case 'number':
      if (!Number.isFinite(value)) break
      budget.spend(1)
      return value
    case 'object':
      if (value !== null) return copyObject(value, path, depth + 1, budget)
      budget.spend(4)
      return value
  }
  throw new SnapshotError(`${path} is ${nameOf(value)}, which JSON cannot hold.`)
}

/**
 * A structured copy of `params` as JSON would carry it: pages change objects after approval, so only the copy
 * made at the call counts. `undefined` stays undefined.
 * Throws `SnapshotError` where it is not plain JSON, over 256 KB as UTF-8 JSON, or nested deeper than 32.
 */
export const snapshotParams = (params: unknown): unknown => {
  if (params === undefined) return undefined
  const copied = copy(params, 'params', 0, new Budget())
  if (new TextEncoder().encode(JSON.stringify(copied)).length > MAX_PARAMS_BYTES)
    throw new SnapshotError(`params are larger than ${MAX_PARAMS_BYTES} bytes.`)
  return copied
}
