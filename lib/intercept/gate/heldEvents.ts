import { disguise } from '../disguise.ts'
import type { Method, Wrap } from '../layer.ts'
import {
  append,
  apply,
  defineProperty,
  descriptor,
  RealmWeakMap,
  receiver,
  weakGet,
  weakSet,
} from '../realm.ts'

const EVENT = 'accountsChanged'

type Listener = Method & { readonly listener?: unknown }

interface Held {
  readonly provider: object
  readonly listener: Listener
  /** What the wallet calls in place of the listener. */
  readonly heard: Method
  isGone: boolean
  /** Something was withheld from it. */
  isWaiting: boolean
}

/** The latest event of a provider that was withheld from anyone. */
interface Latest {
  readonly self: unknown
  readonly args: IArguments
}

const without = (list: readonly Held[], isDropped: (held: Held) => boolean): Held[] => {
  const left: Held[] = []
  for (let index = 0; index < list.length; index += 1)
    if (isDropped(list[index]!)) list[index]!.isGone = true
    else append(left, list[index]!)
  return left
}

/**
 * Withholds `accountsChanged` from a page until the page may know who the person is: then the latest one is told, once, and
 * all that follow. The wallet knows a listener as something else until then; it is found again when it is removed.
 */
export const createHeldEvents = () => {
  let isOpen = false
  let all: Held[] = []
  const latest = new RealmWeakMap<object, Latest>()
  const byListener = new RealmWeakMap<object, Held[]>()

  const hold = (provider: object, listener: Listener): Method => {
    const held: Held = {
      provider,
      listener,
      isGone: false,
      isWaiting: false,
      heard: disguise(
        {
          heard() {
            if (held.isGone) return
            // biome-ignore lint/complexity/noArguments: the page gets what the wallet emits.
            if (isOpen) return apply(listener, this, arguments)
            held.isWaiting = true
            // biome-ignore lint/complexity/noArguments: as above.
            weakSet(latest, provider, { self: this, args: arguments })
          },
        }.heard as Method,
        listener,
      ),
    }
    // Node's emitters show a listener under this name, and remove it by it; `once` goes through `on` there.
    const value = listener.listener ?? listener
    defineProperty(held.heard, 'listener', descriptor({ value, configurable: true }))
    append(all, held)
    const known = weakGet(byListener, listener) ?? []
    append(known, held)
    weakSet(byListener, listener, known)
    return held.heard
  }

  /** `on`, `once` and their kin. */
  const add: Wrap = (original, provider) =>
    ({
      on(event: unknown, listener: unknown) {
        return isOpen || event !== EVENT || typeof listener !== 'function'
          ? // biome-ignore lint/complexity/noArguments: as the page called it.
            apply(original, receiver(this), arguments)
          : apply(original, receiver(this), [event, hold(provider, listener as Listener)])
      },
    }).on

  const remove: Wrap = (original, provider) =>
    ({
      removeListener(event: unknown, listener: unknown) {
        const known = typeof listener === 'function' ? weakGet(byListener, listener) : undefined
        for (let index = (known?.length ?? 0) - 1; event === EVENT && index >= 0; index -= 1) {
          const held = known![index]!
          if (held.provider !== provider) continue
          const isIt = (other: Held) => other === held
          weakSet(byListener, held.listener, without(known!, isIt))
          all = without(all, isIt)
          return apply(original, receiver(this), [event, held.heard])
        }
        // biome-ignore lint/complexity/noArguments: as the page called it.
        return apply(original, receiver(this), arguments)
      },
    }).removeListener

  const removeAll: Wrap = (original, provider) =>
    ({
      removeAllListeners(event?: unknown) {
        if (event === undefined || event === EVENT) all = without(all, (held) => held.provider === provider)
        // biome-ignore lint/complexity/noArguments: as the page called it.
        return apply(original, receiver(this), arguments)
      },
    }).removeAllListeners

  return {
    add,
    remove,
    removeAll,
    /** From now on the page hears everything. */
    open: (): void => {
      if (isOpen) return
      isOpen = true
      const waiting = all
      all = []
      for (let index = 0; index < waiting.length; index += 1) {
        const { listener, provider, isGone, isWaiting } = waiting[index]!
        if (isGone || !isWaiting) continue
        const { self, args } = weakGet(latest, provider)!
        try {
          apply(listener, self, args)
        } catch (error) {
          // One listener's fault is not the next one's; the page's console shows it as its own.
          reportError(error)
        }
      }
    },
  }
}
