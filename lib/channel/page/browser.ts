import { getOwnPropertyDescriptor, uncurry } from '../../intercept/realm.ts'

// What the channel needs of the browser, taken before any script of the page has run, as lib/intercept/realm.ts does
// for the language. A page that replaces `MessagePort.prototype.postMessage` or the accessor of `onmessage` later is
// called by nobody, and so sees no port of ours as `this`.

const getter = <Value>(prototype: object, name: string): ((self: object) => Value) =>
  uncurry(getOwnPropertyDescriptor(prototype, name)!.get as (this: object) => Value)

const setter = <Value>(prototype: object, name: string): ((self: object, value: Value) => void) =>
  uncurry(getOwnPropertyDescriptor(prototype, name)!.set as (this: object, value: Value) => void)

export const RealmMessageChannel = MessageChannel
export const firstPort = getter<MessagePort>(MessageChannel.prototype, 'port1')
export const secondPort = getter<MessagePort>(MessageChannel.prototype, 'port2')
export const setOnMessage = setter<(event: MessageEvent) => void>(MessagePort.prototype, 'onmessage')
export const dataOf = getter<unknown>(MessageEvent.prototype, 'data')
export const postToPort = uncurry(MessagePort.prototype.postMessage) as (
  port: MessagePort,
  message: unknown,
) => void

export const RealmCustomEvent = CustomEvent
export const realmReportError = reportError.bind(window)
export const realmDispatchEvent = dispatchEvent.bind(window)
export const later = setTimeout.bind(window)
export const cancel = clearTimeout.bind(window)

const postToWindow = window.postMessage.bind(window)
const { random } = Math

/** The browser reads a list of ports through its iterator, which a page may have replaced on `Array.prototype`. */
const justOne = (port: MessagePort): Transferable[] => {
  let isTaken = false
  const iterator = {
    __proto__: null,
    next: () => {
      const done = isTaken
      isTaken = true
      return { __proto__: null, done, value: port }
    },
  }
  return { __proto__: null, [Symbol.iterator]: () => iterator } as unknown as Transferable[]
}

/** Gives `port` to whoever listens first on this very window. '*', because an opaque origin has no name. */
export const handPort = (message: string, port: MessagePort): void =>
  postToWindow(message, '*', justOne(port))

const HEX = '0123456789abcdef'
const ID_DIGITS = 32

/**
 * 32 hexadecimal digits, which only need to differ within this document: no secret, and no reason to make the browser set up its
 * cryptography in every frame of the web.
 */
export const newId = (): string => {
  let id = ''
  for (let index = 0; index < ID_DIGITS; index++) id += HEX[(random() * 16) | 0]!
  return id
}
