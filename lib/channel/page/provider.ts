import { append, create, freeze } from '../../intercept/realm.ts'
import { ANNOUNCE_EVENT, type DataUseEvents, REQUEST_EVENT } from '../../protocol/provider.ts'
import { newId, RealmCustomEvent, realmDispatchEvent, realmReportError } from './browser.ts'
import type { PageChannel } from './channel.ts'
import { ICON, NAME, RDNS } from './identity.ts'

type Listener = (payload: never) => void

/** EIP-1193 shaped. `on` and `removeListener` return the provider, as Node's emitter does. */
export interface DataUsePageProvider {
  request(args: unknown): Promise<unknown>
  on(event: string, listener: Listener): DataUsePageProvider
  removeListener(event: string, listener: Listener): DataUsePageProvider
}

const without = (listeners: readonly Listener[], dropped: Listener): readonly Listener[] => {
  const kept: Listener[] = []
  for (let index = 0; index < listeners.length; index++)
    if (listeners[index] !== dropped) append(kept, listeners[index]!)
  return kept
}

const createPageProvider = (channel: PageChannel): DataUsePageProvider => {
  /** By event, without a prototype. Lists are replaced, never changed: one may be in use. */
  const listeners = create(null) as Record<string, readonly Listener[]>
  const heard = (event: string): readonly Listener[] => listeners[event] ?? []
  channel.onEvent = (name, payload) => {
    const current = heard(name)
    for (let index = 0; index < current.length; index++) {
      try {
        const listener = current[index] as (payload: DataUseEvents[typeof name]) => void
        listener(payload)
      } catch (error) {
        // One listener's fault is not the next one's; the page's console shows it as its own.
        realmReportError(error)
      }
    }
  }
  const provider: DataUsePageProvider = {
    request: (args) => channel.request(args),
    on: (event, listener) => {
      const others = without(heard(event), listener) as Listener[]
      append(others, listener)
      listeners[event] = others
      return provider
    },
    removeListener: (event, listener) => {
      listeners[event] = without(heard(event), listener)
      return provider
    },
  }
  return freeze(provider)
}

/** A version 4 UUID (RFC 9562) of 32 random hexadecimal digits. */
const uuidOf = (digits: string): string => {
  let uuid = ''
  for (let index = 0; index < digits.length; index++) {
    if (index === 8 || index === 12 || index === 16 || index === 20) uuid += '-'
    uuid += index === 12 ? '4' : index === 16 ? 'a' : digits[index]!
  }
  return uuid
}

/**
 * Announces whenever a page asks, as EIP-6963 does for wallets. The detail is frozen all through. Nothing is made or
 * announced before: at document_start no script of the page is there to hear it, and most pages never ask.
 */
export const announceProvider = (channel: PageChannel): void => {
  let init: CustomEventInit | undefined
  const announcement = (): CustomEventInit => {
    const info = freeze({ uuid: uuidOf(newId()), name: NAME, rdns: RDNS, icon: ICON })
    const detail = freeze({ info, provider: createPageProvider(channel) })
    return { __proto__: null, detail } as CustomEventInit
  }
  addEventListener(REQUEST_EVENT, () => {
    init ??= announcement()
    realmDispatchEvent(new RealmCustomEvent(ANNOUNCE_EVENT, init))
  })
}
