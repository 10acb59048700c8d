import { ANNOUNCE_EVENT, type DataUseEvents, REQUEST_EVENT } from '../../protocol/provider.ts'
import type { PageChannel } from './channel.ts'
import { ICON, NAME, RDNS } from './identity.ts'

type Listener = (payload: never) => void

/** EIP-1193 shaped. `on` and `removeListener` return the provider, as Node's emitter does. */
export interface DataUsePageProvider {
  request(args: unknown): Promise<unknown>
  on(event: string, listener: Listener): DataUsePageProvider
  removeListener(event: string, listener: Listener): DataUsePageProvider
}

export const createPageProvider = (channel: PageChannel): DataUsePageProvider => {
  const listeners = new Map<string, Set<Listener>>()
  channel.onEvent = (name, payload) => {
    for (const listener of listeners.get(name) ?? []) {
      try {
        ;(listener as (payload: DataUseEvents[typeof name]) => void)(payload)
      } catch (error) {
        // One listener's fault is not the next one's; the page's console shows it as its own.
        reportError(error)
      }
    }
  }
  const provider: DataUsePageProvider = {
    request: (args) => channel.request(args),
    on: (event, listener) => {
      let known = listeners.get(event)
      if (known === undefined) {
        known = new Set()
        listeners.set(event, known)
      }
      known.add(listener)
      return provider
    },
    removeListener: (event, listener) => {
      listeners.get(event)?.delete(listener)
      return provider
    },
  }
  return Object.freeze(provider)
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
  const info = Object.freeze({ uuid: uuidV4(), name: NAME, rdns: RDNS, icon: ICON })
  const detail = Object.freeze({ info, provider })
  const announce = () => dispatchEvent(new CustomEvent(ANNOUNCE_EVENT, { detail }))
  addEventListener(REQUEST_EVENT, announce)
  announce()
}
