import { disguise } from './disguise.ts'
import type { Layer, Method } from './layer.ts'
import { isOurs, noteOurs } from './ours.ts'
import {
  apply,
  create,
  defineProperty,
  descriptor,
  get,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  hasOwn,
  isExtensible,
  ownKeys,
  preventExtensions,
  RealmProxy,
  RealmWeakMap,
  set,
  weakGet,
  weakSet,
} from './realm.ts'

/** What the page gets in place of a method, for as long as the wallet has the same method there. */
interface Face {
  readonly of: Method
  readonly face: Method
}

/**
 * Stands in for a provider that is frozen. A Proxy may not lie about a frozen target, so its target is a look-alike, as
 * frozen as the provider, that has our methods where the provider has its own. Everything is read from the provider
 * itself, with the provider as `this`: wallets keep private fields.
 */
const createMirror = (layer: Layer, provider: object): object => {
  const faces = create(null) as Record<PropertyKey, Face | undefined>

  const faceOf = (name: PropertyKey, value: unknown): unknown => {
    if (typeof value !== 'function' || name === 'constructor') return value
    const known = faces[name]
    if (known?.of === value) return known.face
    const wrap = layer.wraps[name]
    const inner = wrap === undefined || isOurs(value) ? (value as Method) : wrap(value as Method, provider)
    const { face } = {
      // biome-ignore lint/suspicious/noExplicitAny: takes what the wallet's method takes.
      face(..._args: any[]): unknown {
        // biome-ignore lint/complexity/noArguments: the wallet gets exactly what the page passed.
        const result: unknown = apply(inner, provider, arguments)
        // `on` gives back the wallet itself, to be called again.
        return result === provider ? mirror : result
      },
    }
    faces[name] = { of: value as Method, face: disguise(face, value) }
    return face
  }

  const read = (name: PropertyKey): unknown => {
    const value = faceOf(name, get(provider, name, provider))
    const veil = layer.veils[name]
    return veil === undefined ? value : veil(value)
  }

  const target = create(getPrototypeOf(provider)) as object
  const names = ownKeys(provider)
  for (let index = 0; index < names.length; index += 1) {
    const name = names[index]!
    const own = getOwnPropertyDescriptor(provider, name)!
    const { configurable, enumerable } = own
    const isPlain = hasOwn(own, 'value') && layer.veils[name] === undefined
    defineProperty(
      target,
      name,
      descriptor({
        configurable: configurable === true,
        enumerable: enumerable === true,
        ...(isPlain ? { value: read(name), writable: own.writable === true } : { get: () => read(name) }),
      }),
    )
  }
  if (!isExtensible(provider)) preventExtensions(target)

  const mirror: object = new RealmProxy(target, {
    __proto__: null,
    get: (_: object, name: PropertyKey) => read(name),
    set: (_: object, name: PropertyKey, value: unknown) => set(provider, name, value),
  } as ProxyHandler<object>)
  noteOurs(mirror)
  return mirror
}

/** The same mirror each time for the same provider. */
export const createMirrors = (layer: Layer): ((provider: object) => object) => {
  const mirrors = new RealmWeakMap<object, object>()
  return (provider) => {
    const known = weakGet(mirrors, provider)
    if (known !== undefined) return known
    const mirror = createMirror(layer, provider)
    weakSet(mirrors, provider, mirror)
    return mirror
  }
}
