import { type Callback, type JsonRpcRequest, sendAsync } from '../stand-in/legacy.ts'
import { createLink } from '../stand-in/link.ts'

type Listener = (value: unknown) => void

/** Enkrypt's provider: public fields, methods on the class, an eventemitter3's two fields. */
export class EnkryptProvider {
  _events: Record<string, Listener[]> = {}
  _eventsCount = 0
  chainId: string | null = null
  networkVersion = '0x1'
  isEnkrypt = true
  isMetaMask = true
  selectedAddress: string | null = null
  connected = true
  name = 'ethereum'
  type = 'evm'
  version = '2.9.0'
  autoRefreshOnNetworkChange = false
  sendMessageHandler: (provider: string, message: string) => Promise<unknown>

  constructor() {
    const link = createLink((name, value) => {
      if (name === 'accountsChanged') this.selectedAddress = (value as string[])[0] ?? null
      this.emit(name, value)
    })
    this.sendMessageHandler = (_, message) => {
      const { method, params } = JSON.parse(message) as JsonRpcRequest
      return link.ask(method, params)
    }
  }

  on(event: string, listener: Listener): this {
    this._events[event] = [...(this._events[event] ?? []), listener]
    this._eventsCount = Object.keys(this._events).length
    return this
  }

  removeListener(event: string, listener: Listener): this {
    this._events[event] = (this._events[event] ?? []).filter((one) => one !== listener)
    return this
  }

  emit(event: string, value: unknown): boolean {
    for (const listener of this._events[event] ?? []) listener(value)
    return event in this._events
  }

  async request(request: JsonRpcRequest): Promise<unknown> {
    if (this.chainId === null) {
      this.chainId = (await this.sendMessageHandler(
        this.name,
        JSON.stringify({ method: 'eth_chainId' }),
      )) as string
      this.networkVersion = this.chainId
    }
    const result = await this.sendMessageHandler(this.name, JSON.stringify(request))
    if (this.selectedAddress === null && request.method === 'eth_requestAccounts')
      this.selectedAddress = (result as string[])[0] ?? null
    return result
  }

  enable(): Promise<unknown> {
    return this.request({ method: 'eth_requestAccounts' })
  }

  isConnected(): boolean {
    return this.connected
  }

  send(method: string | JsonRpcRequest, params?: readonly unknown[] | Callback): unknown {
    return typeof method === 'object'
      ? this.sendAsync(method, params as Callback)
      : this.request({ method, params })
  }

  sendAsync(data: JsonRpcRequest, callback: Callback): void {
    sendAsync((args) => this.request(args), data, callback)
  }

  handleMessage(): void {}
}

const METHODS = ['request', 'sendAsync', 'send']
const WRITABLE = ['autoRefreshOnNetworkChange']

/**
 * Its traps, name by name: methods are bound anew on every read, `request` and two more are listed among the keys although
 * they are the class's, and what is set and unknown is listed twice from then on.
 */
export const proxied = (provider: EnkryptProvider): EnkryptProvider => {
  const listed = [...METHODS]
  const get = (target: EnkryptProvider, name: string | symbol): unknown => {
    const value: unknown = target[name as keyof EnkryptProvider]
    return typeof value === 'function' ? value.bind(target) : value
  }
  const ownKeys = (target: EnkryptProvider) => Object.keys(target).concat(listed)
  return new Proxy(provider, {
    ownKeys,
    get,
    set(target, name, value) {
      if (!ownKeys(target).includes(String(name))) listed.push(String(name))
      return Reflect.set(target, name, value)
    },
    getOwnPropertyDescriptor: (target, name) => ({
      value: get(target, name),
      configurable: true,
      writable: WRITABLE.includes(String(name)),
      enumerable: true,
    }),
    has: (target, name) => ownKeys(target).includes(String(name)),
  })
}
