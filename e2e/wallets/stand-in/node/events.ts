// Node's `events`, as far as MetaMask's streams use it: in a browser its own build takes that from npm. A function and not
// a class, since old streams inherit by `EventEmitter.call(this)`; fields and their order as there.

// biome-ignore lint/suspicious/noExplicitAny: an emitter's listeners take whatever its events carry.
type Listener = ((...args: any[]) => void) & { listener?: Listener }
type Name = string | symbol

export interface EventEmitter {
  _events: Record<Name, Listener | Listener[]> | undefined
  _eventsCount: number
  _maxListeners: number | undefined
}

export function EventEmitter(this: EventEmitter): void {
  this._events ??= Object.create(null) as Record<Name, Listener>
  this._eventsCount ??= 0
  this._maxListeners ??= undefined
}
EventEmitter.EventEmitter = EventEmitter
EventEmitter.defaultMaxListeners = 10

const listenersOf = (emitter: EventEmitter, name: Name): Listener[] => [emitter._events?.[name] ?? []].flat()

/** One listener lies bare, several in an array: safe-event-emitter reads the field itself. */
const keep = (emitter: EventEmitter, name: Name, listeners: readonly Listener[]) => {
  emitter._events ??= Object.create(null) as Record<Name, Listener>
  if (listeners.length === 0) delete emitter._events[name]
  else emitter._events[name] = listeners.length === 1 ? listeners[0]! : [...listeners]
  emitter._eventsCount = Reflect.ownKeys(emitter._events).length
}

const add = (emitter: EventEmitter, name: Name, listener: Listener, first = false) => {
  const known = listenersOf(emitter, name)
  keep(emitter, name, first ? [listener, ...known] : [...known, listener])
  return emitter
}

const remove = (emitter: EventEmitter, name: Name, listener: Listener) => {
  const known = listenersOf(emitter, name)
  const place = known.findLastIndex((one) => one === listener || one.listener === listener)
  if (place >= 0) keep(emitter, name, known.toSpliced(place, 1))
  return emitter
}

const removeAll = (emitter: EventEmitter, name?: Name) => {
  if (name === undefined) emitter._events = Object.create(null) as Record<Name, Listener>
  else keep(emitter, name, [])
  return emitter
}

const once = (emitter: EventEmitter, name: Name, listener: Listener): Listener => {
  const wrapped: Listener = (...args) => {
    remove(emitter, name, wrapped)
    Reflect.apply(listener, emitter, args)
  }
  wrapped.listener = listener
  return wrapped
}

const METHODS: Record<string, unknown> & ThisType<EventEmitter> = {
  on(name: Name, listener: Listener) {
    return add(this, name, listener)
  },
  addListener(name: Name, listener: Listener) {
    return add(this, name, listener)
  },
  prependListener(name: Name, listener: Listener) {
    return add(this, name, listener, true)
  },
  once(name: Name, listener: Listener) {
    return add(this, name, once(this, name, listener))
  },
  prependOnceListener(name: Name, listener: Listener) {
    return add(this, name, once(this, name, listener), true)
  },
  removeListener(name: Name, listener: Listener) {
    return remove(this, name, listener)
  },
  off(name: Name, listener: Listener) {
    return remove(this, name, listener)
  },
  removeAllListeners(name?: Name) {
    return removeAll(this, name)
  },
  emit(name: Name, ...args: unknown[]) {
    const listeners = listenersOf(this, name)
    if (name === 'error' && listeners.length === 0)
      throw args[0] instanceof Error ? args[0] : new Error(`Unhandled error. (${String(args[0])})`)
    for (const listener of listeners) Reflect.apply(listener, this, args)
    return listeners.length > 0
  },
  listeners(name: Name) {
    return listenersOf(this, name).map((one) => one.listener ?? one)
  },
  rawListeners(name: Name) {
    return listenersOf(this, name)
  },
  listenerCount(name: Name) {
    return listenersOf(this, name).length
  },
  eventNames() {
    return Reflect.ownKeys(this._events ?? {})
  },
  setMaxListeners(most: number) {
    this._maxListeners = most
    return this
  },
  getMaxListeners() {
    return this._maxListeners ?? EventEmitter.defaultMaxListeners
  },
}
Object.assign(EventEmitter.prototype, METHODS)
