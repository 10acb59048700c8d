import { append, create, freeze } from '../../intercept/realm.ts'
import { ANNOUNCE_EVENT, type DataUseEvents, REQUEST_EVENT } from '../../protocol/provider.ts'
import { RealmCustomEvent, realmDispatchEvent, realmReportError } from './browser.ts'
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

export const createPageProvider = (channel: PageChannel): DataUsePageProvider => {
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

const uuidV4 = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** Announces now and whenever a page asks, as EIP-6963 does for wallets. The detail is frozen all through. */
export const announceProvider = (provider: DataUsePageProvider): void => {
  const info = freeze({ uuid: uuidV4(), name: NAME, rdns: RDNS, icon: ICON })
  const detail = freeze({ info, provider })
  const init = { __proto__: null, detail } as CustomEventInit
  const announce = () => realmDispatchEvent(new RealmCustomEvent(ANNOUNCE_EVENT, init))
  addEventListener(REQUEST_EVENT, announce)
  announce()
}
