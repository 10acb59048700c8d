/**
 * How many wallets of this page Proviso cannot stand before: their provider is frozen, and so is the place where the page
 * finds it. Runs in the page by itself (`scripting.executeScript`), so it uses nothing from outside of it.
 */
export const countUnreachable = (): number => {
  const isObject = (value: unknown): value is object =>
    (typeof value === 'object' && value !== null) || typeof value === 'function'

  const attempt = <Value>(read: () => Value, otherwise: Value): Value => {
    try {
      return read()
    } catch {
      return otherwise
    }
  }

  /** A provider whose `request` cannot be replaced. */
  const isFixed = (value: unknown): value is object =>
    attempt(() => {
      if (!isObject(value) || typeof (value as { request?: unknown }).request !== 'function') return false
      const own = Object.getOwnPropertyDescriptor(value, 'request')
      if (own === undefined) return !Object.isExtensible(value)
      return 'get' in own || (!own.configurable && !own.writable)
    }, false)

  /** A place in which nothing else can be put. */
  const isClosed = (holder: object, key: PropertyKey): boolean => {
    const own = Object.getOwnPropertyDescriptor(holder, key)
    return own !== undefined && !own.configurable && own.writable !== true
  }

  const unreachable = new Set<object>()
  for (const name of ['ethereum', 'coinbaseWalletExtension']) {
    const provider = attempt(() => (globalThis as Record<string, unknown>)[name], undefined)
    if (!isObject(provider)) continue
    if (isFixed(provider) && isClosed(globalThis, name)) unreachable.add(provider)
    const inner = attempt(() => (provider as { providers?: unknown }).providers, undefined)
    if (!Array.isArray(inner)) continue
    for (const [index, one] of inner.entries())
      if (isFixed(one) && isClosed(inner, index)) unreachable.add(one)
  }
  return unreachable.size
}
