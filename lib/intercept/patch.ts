import { disguise } from './disguise.ts'
import type { Layer, Method, Table, Wrap } from './layer.ts'
import { createMirrors } from './mirror.ts'
import { isOurs, noteOurs } from './ours.ts'
import {
  defineProperty,
  descriptor,
  getOwnPropertyDescriptor,
  hasOwn,
  isExtensible,
  ownKeys,
  RealmWeakMap,
  weakGet,
  weakSet,
} from './realm.ts'

/** Patches providers in place, or gives what stands in for those that cannot be patched. */
export type Cover = (provider: unknown) => unknown

const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function'

/** Set where a provider shows something else than what was put there: it is not asked twice. */
type Once = WeakMap<object, true>

const patchMethod = (provider: object, name: string, wrap: Wrap, bindsOnRead: Once): boolean => {
  const own = getOwnPropertyDescriptor(provider, name)
  if (own !== undefined && !hasOwn(own, 'value')) return false
  const original: unknown = own === undefined ? (provider as Record<string, unknown>)[name] : own.value
  if (typeof original !== 'function' || isOurs(original)) return true
  if (own === undefined ? !isExtensible(provider) : !own.configurable && !own.writable) return false
  const value = disguise(wrap(original as Method, provider), original)
  noteOurs(value)
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

/** Puts a layer over wallets, each once, and again where a wallet has since put a method of its own back. */
export const createCover = (layer: Layer): Cover => {
  const bindsOnRead: Once = new RealmWeakMap()
  const mirrorOf = createMirrors(layer)

  const patchMethods = (target: object, wraps: Table<Wrap>): boolean => {
    let isPatched = true
    const names = ownKeys(wraps) as string[]
    for (let index = 0; index < names.length; index += 1) {
      const name = names[index]!
      isPatched = patchMethod(target, name, wraps[name]!, bindsOnRead) && isPatched
    }
    return isPatched
  }

  return (provider) => {
    if (!isObject(provider) || isOurs(provider)) return provider
    try {
      const { request, _metamask: experimental } = provider as { request?: unknown; _metamask?: unknown }
      if (typeof request !== 'function') return provider
      layer.veil(provider)
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
