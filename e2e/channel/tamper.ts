import type { Page } from '@playwright/test'

/** What a hostile page got hold of while our code ran among what it had replaced. */
export interface Loot {
  readonly outcome: { readonly result?: unknown; readonly code?: number }
  /** Ports that a replaced function was handed, as `this` or among its arguments. */
  readonly ports: readonly string[]
  /** Names whose setter on `Object.prototype` or `Array.prototype` was called. */
  readonly setters: readonly string[]
}

/**
 * Replaces what scripts lean on, makes a request of our provider, and puts everything back. All in one turn of the page, for
 * nothing else works there meanwhile.
 */
export const requestAmongTampering = (page: Page, args: unknown): Promise<Loot> =>
  page.evaluate(async (wanted) => {
    type Provider = { request(args: unknown): Promise<unknown> }
    let provider!: Provider
    addEventListener(
      'dataUse:announceProvider',
      (event) => {
        provider = (event as CustomEvent<{ provider: Provider }>).detail.provider
      },
      { once: true },
    )
    dispatchEvent(new Event('dataUse:requestProvider'))

    const ports: string[] = []
    const setters: string[] = []
    const undo: (() => void)[] = []
    const { defineProperty, getOwnPropertyDescriptor } = Object
    const { apply } = Reflect
    let portsFound = 0
    let settersFound = 0
    let undoes = 0
    const own = <T>(list: T[], index: number, value: T) =>
      defineProperty(list, index, {
        __proto__: null,
        value,
        writable: true,
        enumerable: true,
        configurable: true,
      } as PropertyDescriptor)
    const isPort = (value: unknown) => {
      try {
        return Object.getPrototypeOf(value) === MessagePort.prototype
      } catch {
        return false
      }
    }
    /** Does what the real one does, and looks at all it is given. */
    const spy = (name: string, real: (...args: unknown[]) => unknown) =>
      function (this: unknown, ...given: unknown[]) {
        let found = isPort(this)
        for (let index = 0; index < given.length; index++) {
          const value = given[index] as { [key: number]: unknown } | undefined
          if (isPort(value) || (value !== undefined && value !== null && isPort(value[0]))) found = true
        }
        if (found) own(ports, portsFound++, name)
        return apply(real, this, given)
      }
    const replace = (target: object, key: PropertyKey, name: string) => {
      const descriptor = getOwnPropertyDescriptor(target, key)!
      own(undo, undoes++, () =>
        defineProperty(target, key, { __proto__: null, ...descriptor } as PropertyDescriptor),
      )
      const changed: PropertyDescriptor = { ...descriptor }
      if (descriptor.value !== undefined) changed.value = spy(name, descriptor.value)
      if (descriptor.get !== undefined) changed.get = spy(name, descriptor.get as never) as never
      if (descriptor.set !== undefined) changed.set = spy(name, descriptor.set as never) as never
      defineProperty(target, key, changed)
    }
    const pollute = (target: object, key: string) => {
      own(undo, undoes++, () => Reflect.deleteProperty(target, key))
      defineProperty(target, key, {
        __proto__: null,
        configurable: true,
        get: () => undefined,
        set: () => own(setters, settersFound++, key),
      } as PropertyDescriptor)
    }
    const arrayIterator = Object.getPrototypeOf([][Symbol.iterator]()) as object
    const targets: [object, PropertyKey, string][] = [
      [MessagePort.prototype, 'postMessage', 'MessagePort.postMessage'],
      [MessagePort.prototype, 'onmessage', 'MessagePort.onmessage'],
      [MessagePort.prototype, 'start', 'MessagePort.start'],
      [MessageChannel.prototype, 'port1', 'MessageChannel.port1'],
      [MessageChannel.prototype, 'port2', 'MessageChannel.port2'],
      [MessageEvent.prototype, 'data', 'MessageEvent.data'],
      [MessageEvent.prototype, 'ports', 'MessageEvent.ports'],
      [EventTarget.prototype, 'addEventListener', 'addEventListener'],
      [window, 'postMessage', 'window.postMessage'],
      [window, 'setTimeout', 'setTimeout'],
      [Map.prototype, 'get', 'Map.get'],
      [Map.prototype, 'set', 'Map.set'],
      [Map.prototype, 'delete', 'Map.delete'],
      [WeakMap.prototype, 'get', 'WeakMap.get'],
      [JSON, 'stringify', 'JSON.stringify'],
      [JSON, 'parse', 'JSON.parse'],
      [Array, 'from', 'Array.from'],
      [Array.prototype, 'push', 'Array.push'],
      [Array.prototype, 'map', 'Array.map'],
      [Array.prototype, Symbol.iterator, 'Array.iterator'],
      [arrayIterator, 'next', 'ArrayIterator.next'],
      [Object, 'keys', 'Object.keys'],
      [Reflect, 'apply', 'Reflect.apply'],
      [Promise.prototype, 'then', 'Promise.then'],
      [Function.prototype, 'call', 'Function.call'],
      [Function.prototype, 'apply', 'Function.apply'],
      [Function.prototype, 'bind', 'Function.bind'],
    ]
    const polluted = [
      'error',
      'result',
      'event',
      'taken',
      'id',
      'payload',
      'replayed',
      'transfer',
      'code',
      'title',
    ]
    for (let index = 0; index < targets.length; index++) {
      const [target, key, name] = [targets[index]![0], targets[index]![1], targets[index]![2]]
      replace(target, key, name)
    }
    for (let index = 0; index < polluted.length; index++) pollute(Object.prototype, polluted[index]!)
    pollute(Array.prototype, '0')

    let outcome: { result?: unknown; code?: number } = {}
    try {
      const result = await provider.request(wanted)
      outcome = { __proto__: null, result } as never
    } catch (error) {
      outcome = { __proto__: null, code: (error as { code: number }).code } as never
    } finally {
      for (let index = undoes - 1; index >= 0; index--) undo[index]!()
    }
    return { outcome: { ...outcome }, ports, setters }
  }, args)
