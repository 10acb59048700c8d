import { disguise } from './disguise.ts'
import type { Method, Wrap } from './forms.ts'
import { isCovered, type LayerBit, noteCover } from './layers.ts'
import { createMirrors } from './mirror.ts'
import {
  apply,
  defineProperty,
  descriptor,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  hasOwn,
  isExtensible,
  ownKeys,
  RealmWeakMap,
  weakGet,
  weakSet,
} from './realm.ts'

/** By name, without a prototype: a wallet's own names are looked up in it. */
export type Table<Value> = Readonly<Record<PropertyKey, Value | undefined>>

export const table = <Value>(entries: Record<string, Value>): Table<Value> =>
  ({ __proto__: null, ...entries }) as unknown as Table<Value>

/** What one script of ours does to every wallet. */
export interface Layer {
  readonly bit: LayerBit
  /** What stands in for methods of the provider. */
  readonly wraps: Table<Wrap>
  /** What stands in for methods of MetaMask's `_metamask`. */
  readonly experimental: Table<Wrap>
  /** Values that a page reads through us: gets the wallet's own, gives what the page sees. */
  readonly veils: Table<(value: unknown) => unknown>
}

/** Patches providers in place, or gives what stands in for those that cannot be patched. */
export type Cover = (provider: unknown) => unknown

const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function'

/** Set where a provider shows something else than what was put there: it is not asked twice. */
type Once = WeakMap<object, true>

const patchMethod = (
  { bit }: Layer,
  provider: object,
  name: string,
  wrap: Wrap,
  bindsOnRead: Once,
): boolean => {
  const own = getOwnPropertyDescriptor(provider, name)
  if (own !== undefined && !hasOwn(own, 'value')) return false
  const original: unknown = own === undefined ? (provider as Record<string, unknown>)[name] : own.value
  if (typeof original !== 'function' || isCovered(original, bit)) return true
  if (own === undefined ? !isExtensible(provider) : !own.configurable && !own.writable) return false
  const value = disguise(wrap(original as Method, provider), original)
  noteCover(value, original, bit)
  const fields = {
    writable: own === undefined || own.writable === true,
    configurable: own === undefined || own.configurable === true,
    enumerable: own !== undefined && own.enumerable === true,
  }
  if (!defineProperty(provider, name, descriptor({ value, ...fields }))) return false
  try {
    ownKeys(provider)
  } catch {
    // Enkrypt's Proxy calls its class's methods its own; now they are, and it would name them twice.
    defineProperty(provider, name, descriptor({ value, ...fields, enumerable: false }))
  }
  if (getOwnPropertyDescriptor(provider, name)?.value !== value) weakSet(bindsOnRead, provider, true)
  return true
}

/** The nearest description of a property, on the provider or on what it inherits from. */
const nearest = (provider: object, name: string): PropertyDescriptor | undefined => {
  for (let holder: object | null = provider; holder !== null; holder = getPrototypeOf(holder)) {
    const found = getOwnPropertyDescriptor(holder, name)
    if (found !== undefined) return found
  }
  return undefined
}

const veilValue = (provider: object, name: string, veil: (value: unknown) => unknown): boolean => {
  const found = nearest(provider, name)
  if (found === undefined) return false
  const isOwn = getOwnPropertyDescriptor(provider, name) !== undefined
  let stored: unknown = hasOwn(found, 'value') ? found.value : undefined
  const read = hasOwn(found, 'get') ? found.get : undefined
  const write = hasOwn(found, 'set') ? found.set : undefined
  const { get, set } = getOwnPropertyDescriptor(
    {
      get [name]() {
        return veil(read === undefined ? stored : apply(read, this, []))
      },
      set [name](value: unknown) {
        if (write !== undefined) apply(write, this, [value])
        else stored = value
      },
    },
    name,
  ) as Required<PropertyDescriptor>
  return defineProperty(
    provider,
    name,
    descriptor({ get, set, configurable: true, enumerable: isOwn && found.enumerable === true }),
  )
}

/** Puts a layer over wallets, each once, and again where a wallet has since put a method of its own back. */
export const createCover = (layer: Layer): Cover => {
  const bindsOnRead: Once = new RealmWeakMap()
  const veiled: Once = new RealmWeakMap()
  const mirrorOf = createMirrors(layer)

  const patchMethods = (target: object, wraps: Layer['wraps']): boolean => {
    let isPatched = true
    const names = ownKeys(wraps) as string[]
    for (let index = 0; index < names.length; index += 1) {
      const name = names[index]!
      isPatched = patchMethod(layer, target, name, wraps[name]!, bindsOnRead) && isPatched
    }
    return isPatched
  }

  const patchVeils = (provider: object) => {
    const names = ownKeys(layer.veils) as string[]
    for (let index = 0; index < names.length; index += 1) {
      const name = names[index]!
      if (weakGet(veiled, provider) === undefined && veilValue(provider, name, layer.veils[name]!))
        weakSet(veiled, provider, true)
    }
  }

  return (provider) => {
    if (!isObject(provider) || isCovered(provider, layer.bit)) return provider
    try {
      const { request, _metamask: experimental } = provider as { request?: unknown; _metamask?: unknown }
      if (typeof request !== 'function') return provider
      patchVeils(provider)
      if (weakGet(bindsOnRead, provider) !== undefined) return provider
      const isPatched = patchMethods(provider, layer.wraps)
      if (isObject(experimental)) patchMethods(experimental, layer.experimental)
      return isPatched ? provider : mirrorOf(provider)
    } catch {
      // A provider that resists (a Proxy that throws) is left as it is; the page's calls must not notice us.
      return provider
    }
  }
}
