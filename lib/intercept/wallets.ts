import type { Layer } from './layer.ts'
import { createCover } from './patch.ts'
import {
  apply,
  defineProperty,
  descriptor,
  freeze,
  getOwnPropertyDescriptor,
  hasOwn,
  isArray,
  uncurry,
} from './realm.ts'

const ANNOUNCE_WALLET = 'eip6963:announceProvider'
const REQUEST_WALLETS = 'eip6963:requestProvider'
/** Where wallets put themselves on the window. */
const PLACES = ['ethereum', 'coinbaseWalletExtension']
/** After `load`, in ms from one look to the next: Enkrypt and others ask their worker first. */
const LATE_LOOKS = [0, 50, 200, 750, 2000]
/** In frames, from the start: the page around them waits for them to load, and should not wait for looks at them. */
const LATE_LOOKS_IN_FRAMES = [250, 750, 2000]
/** A page may claim any number. */
const MAX_PROVIDERS = 32

const dispatch = uncurry(EventTarget.prototype.dispatchEvent)
const stop = uncurry(Event.prototype.stopImmediatePropagation)
const eachOf = uncurry(Map.prototype.forEach)
const put = uncurry(Map.prototype.set)
const RealmEvent = CustomEvent
const later = setTimeout

const quietly = (look: () => void): void => {
  try {
    look()
  } catch {
    // A getter of the page's own that throws is not ours to trip over.
  }
}

/**
 * Lays `layer` over every wallet that the page has: those announced by EIP-6963, heard before the page hears
 * them, and those on `window`, looked at whenever they may have changed. No accessor is put on
 * `window`: `'ethereum' in window` must stay false where there is no wallet. Since providers are patched in place, a
 * late look is as good as an early one for every call that comes after it, so the last look is at the click
 * that makes a page ask. Returns that look.
 */
export const interceptWallets = (layer: Layer): (() => void) => {
  const cover = createCover(layer)
  const here = window

  const replace = (
    holder: object,
    name: PropertyKey,
    own: PropertyDescriptor | undefined,
    value: unknown,
  ) => {
    if (own?.writable || own?.configurable) defineProperty(holder, name, descriptor({ ...own, value }))
  }

  /** Wallets that share `window.ethereum` keep themselves in a list or a map on it. */
  const lookInside = (provider: unknown) => {
    if ((typeof provider !== 'object' && typeof provider !== 'function') || provider === null) return
    const { providers, providerMap } = provider as { providers?: unknown; providerMap?: unknown }
    if (isArray(providers))
      for (let index = 0; index < providers.length && index < MAX_PROVIDERS; index += 1) {
        const inner: unknown = providers[index]
        const covered = cover(inner)
        if (covered !== inner) replace(providers, index, getOwnPropertyDescriptor(providers, index), covered)
      }
    if (typeof providerMap === 'object' && providerMap !== null)
      eachOf(providerMap as Map<unknown, unknown>, (inner, key, map) => {
        const covered = cover(inner)
        if (covered !== inner) put(map, key, covered)
      })
  }

  const lookAt = (name: string, provider: unknown) => {
    const covered = cover(provider)
    if (covered !== provider) {
      const own = getOwnPropertyDescriptor(here, name)
      if (own === undefined || hasOwn(own, 'value')) replace(here, name, own, covered)
      else if (own.configurable) {
        const read = own.get
        defineProperty(
          here,
          name,
          descriptor({
            ...own,
            get() {
              return read === undefined ? undefined : cover(apply(read, this, []))
            },
          }),
        )
      }
    }
    quietly(() => lookInside(covered))
  }

  /** Most pages have no wallet: there it is two reads, since it happens in every frame of the web. */
  const look = () => {
    for (let index = 0; index < PLACES.length; index += 1) {
      try {
        const provider = here[PLACES[index] as keyof Window] as unknown
        if (provider !== undefined) lookAt(PLACES[index]!, provider)
      } catch {
        // A getter of the page's own that throws is not ours to trip over.
      }
    }
  }

  addEventListener(
    ANNOUNCE_WALLET,
    (event) =>
      quietly(() => {
        const { info, provider } = (event as CustomEvent<{ info: unknown; provider: unknown }>).detail
        const covered = cover(provider)
        if (covered === provider) return
        stop(event)
        const detail = freeze({ info, provider: covered })
        dispatch(here, new RealmEvent(ANNOUNCE_WALLET, { __proto__: null, detail } as CustomEventInit))
      }),
    true,
  )

  const lookLater = (delays: readonly number[], turn = 0) => {
    if (turn === delays.length) return
    later(() => {
      look()
      lookLater(delays, turn + 1)
    }, delays[turn])
  }
  const isFrame = here !== here.top

  look()
  const options = { capture: true, passive: true }
  addEventListener('ethereum#initialized', look, options)
  addEventListener('pointerdown', look, options)
  addEventListener('keydown', look, options)
  addEventListener('click', look, options)
  if (isFrame) lookLater(LATE_LOOKS_IN_FRAMES)
  else {
    addEventListener('DOMContentLoaded', look, options)
    addEventListener('load', () => lookLater(LATE_LOOKS))
  }
  // Wallets answer in the same turn: after it, everything that answers is here.
  addEventListener(REQUEST_WALLETS, async () => {
    await undefined
    look()
  })
  return look
}
