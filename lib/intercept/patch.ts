/** Answers a `dataUse_*` request. Gets the page's own argument, not a copy. */
export type RequestHandler = (args: unknown) => Promise<unknown>

interface Provider {
  request(args: unknown): unknown
}

const PREFIX = 'dataUse_'
/** What is patched already: no marker on the object itself, where pages and wallets would see it. */
const patched = new WeakSet<object>()

const isDataUse = (args: unknown): boolean => {
  if (typeof args !== 'object' || args === null) return false
  const { method } = args as { method?: unknown }
  return typeof method === 'string' && method.startsWith(PREFIX)
}

/**
 * A data descriptor that can take our value; undefined leaves the provider alone. Frozen ones keep their own.
 */
const replacement = (provider: object): PropertyDescriptor | undefined => {
  const own = Object.getOwnPropertyDescriptor(provider, 'request')
  if (own === undefined)
    return Object.isExtensible(provider)
      ? { writable: true, configurable: true, enumerable: false }
      : undefined
  const { writable, configurable, enumerable } = own
  if (!('value' in own) || !(writable || configurable)) return undefined
  return { writable: writable === true, configurable: configurable === true, enumerable: enumerable === true }
}

/**
 * Makes `handle` answer `dataUse_*` requests of an EIP-1193 provider, in place: its identity, keys, spread and JSON stay
 * as they were. All other calls go through in the same turn, with the same `this` and arguments, and give back
 * what the wallet gives. Does nothing for what is not a provider, is frozen or patched before.
 */
export const patchProvider = (provider: unknown, handle: RequestHandler): void => {
  if (provider === null || (typeof provider !== 'object' && typeof provider !== 'function')) return
  if (patched.has(provider)) return
  try {
    const original = (provider as Partial<Provider>).request
    const descriptor = replacement(provider)
    if (typeof original !== 'function' || descriptor === undefined) return
    // A method shorthand is not a constructor and has no `prototype`, like the methods of a class.
    const { request } = {
      request(this: unknown, args: unknown): unknown {
        // biome-ignore lint/complexity/noArguments: the wallet gets exactly what the page passed, extra arguments too.
        return isDataUse(args) ? handle(args) : Reflect.apply(original, this, arguments)
      },
    }
    Object.defineProperty(provider, 'request', { ...descriptor, value: request })
    patched.add(provider)
  } catch {
    // A provider that resists (a Proxy that throws) is left as it is; the page's calls must not notice us.
  }
}
