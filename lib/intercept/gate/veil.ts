import type { Veil } from '../layer.ts'
import {
  apply,
  defineProperty,
  descriptor,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  hasOwn,
  RealmWeakMap,
  weakGet,
  weakSet,
} from '../realm.ts'

/** The nearest description of a property, on the provider or on what it inherits from. */
const nearest = (provider: object, name: string): PropertyDescriptor | undefined => {
  for (let holder: object | null = provider; holder !== null; holder = getPrototypeOf(holder)) {
    const found = getOwnPropertyDescriptor(holder, name)
    if (found !== undefined) return found
  }
  return undefined
}

/** Returns whether there was such a property. */
const veilValue = (provider: object, name: string, veil: Veil): boolean => {
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

/** Puts `veil` before a value that a provider shows, if and as soon as it shows one. The wallet goes on writing to it. */
export const createVeil = (name: string, veil: Veil): ((provider: object) => void) => {
  const veiled = new RealmWeakMap<object, true>()
  return (provider) => {
    if (weakGet(veiled, provider) === undefined && veilValue(provider, name, veil))
      weakSet(veiled, provider, true)
  }
}
