import { append, defineProperty, getPrototypeOf, isArray, uncurry } from '../intercept/realm.ts'

/** What a request may carry: a signed manifest is at most 64 KB; records are deposited in parts. */
export const MAX_PARAMS_BYTES = 262_144
export const MAX_PARAMS_DEPTH = 32

// The page's side calls this after the page's scripts have run: see lib/intercept/realm.ts.
const { keys } = Object
const codeAt = uncurry(String.prototype.charCodeAt)

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

const isLowSurrogate = (code: number): boolean => code >= 0xdc00 && code < 0xe000

/** Bytes of one UTF-16 unit in JSON as UTF-8; of a pair, the first has all four and the second none. */
const bytesAt = (text: string, index: number, code: number): number => {
  if (code < 0x20) return code >= 8 && code <= 13 && code !== 11 ? 2 : 6
  if (code === 0x22 || code === 0x5c) return 2
  if (code < 0x80) return 1
  if (code < 0x800) return 2
  if (code < 0xd800 || code >= 0xe000) return 3
  if (!isLowSurrogate(code)) return isLowSurrogate(codeAt(text, index + 1)) ? 4 : 6
  const before = index === 0 ? 0 : codeAt(text, index - 1)
  return before >= 0xd800 && before < 0xdc00 ? 0 : 6
}

/** The bytes that the JSON text may still have. Stops before anything far too large is copied or even read. */
class Budget {
  #left = MAX_PARAMS_BYTES

  spend(bytes: number): void {
    this.#left -= bytes
    if (!(this.#left >= 0)) throw new SnapshotError(`params are larger than ${MAX_PARAMS_BYTES} bytes.`)
  }

  spendText(text: string): void {
    const { length } = text
    // Each unit takes a byte at least: 50 MB are refused unread.
    this.spend(length + 2)
    let more = -length
    for (let index = 0; index < length; index++) more += bytesAt(text, index, codeAt(text, index))
    this.spend(more)
  }
}

const isPlain = (value: object): boolean => {
  const prototype: unknown = getPrototypeOf(value)
  // Another realm's Object.prototype (an iframe's) is as plain as ours.
  return prototype === null || getPrototypeOf(prototype as object) === null
}

const copyArray = (value: readonly unknown[], path: string, depth: number, budget: Budget): unknown => {
  const { length } = value
  // A Proxy may say anything.
  if (typeof length !== 'number' || !(length >= 0)) throw new SnapshotError(`${path} has no length.`)
  // Brackets and commas.
  budget.spend(length === 0 ? 2 : 1 + length)
  const result: unknown[] = []
  for (let index = 0; index < length; index++)
    append(result, copy(value[index], `${path}[${index}]`, depth, budget))
  return result
}

const copyObject = (value: object, path: string, depth: number, budget: Budget): unknown => {
  if (depth > MAX_PARAMS_DEPTH)
    throw new SnapshotError(`params are nested deeper than ${MAX_PARAMS_DEPTH} levels.`)
  if (isArray(value)) return copyArray(value, path, depth, budget)
  if (!isPlain(value)) throw new SnapshotError(`${path} is ${nameOf(value)}.`)
  const result: Record<string, unknown> = {}
  const names = keys(value)
  // Braces. Every field has a colon, and every one but the first a comma.
  budget.spend(2)
  let commas = 0
  for (let index = 0; index < names.length; index++) {
    const key = names[index]!
    if (key === '__proto__') throw new SnapshotError(`${path} has a field named __proto__.`)
    const field: unknown = (value as Record<string, unknown>)[key]
    // As JSON does: an absent optional field is often written as undefined.
    if (field === undefined) continue
    budget.spend(1 + commas)
    commas = 1
    budget.spendText(key)
    // Defined, not assigned: a page may have put setters on Object.prototype.
    defineProperty(result, key, {
      __proto__: null,
      value: copy(field, `${path}.${key}`, depth, budget),
      writable: true,
      enumerable: true,
      configurable: true,
    } as PropertyDescriptor)
  }
  return result
}

const copy = (value: unknown, path: string, depth: number, budget: Budget): unknown => {
  switch (typeof value) {
    case 'string':
      budget.spendText(value)
      return value
    case 'boolean':
      budget.spend(value ? 4 : 5)
      return value
    case 'number':
      // NaN and infinities have no difference to themselves.
      if (value - value !== 0) break
      budget.spend(`${value}`.length)
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
export const snapshotParams = (params: unknown): unknown =>
  params === undefined ? undefined : copy(params, 'params', 0, new Budget())
