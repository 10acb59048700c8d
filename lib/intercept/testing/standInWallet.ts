// Stand-ins for wallets' providers, with what real ones do that matters to an interceptor.

export interface Call {
  readonly method: string
  readonly params?: unknown
}

interface Payload extends Call {
  readonly id?: number
}

type Callback = (error: unknown, response?: unknown) => void
type Listener = (...args: unknown[]) => void

const settledLater = () => new Promise<void>((resolve) => setTimeout(resolve))

/**
 * As Rabby and Enkrypt are written: `enable`, `send` and `sendAsync` come back to `this.request`, some of them later; private
 * fields; an emitter as Node's, where `once` goes through `on`.
 */
export class LayeredWallet {
  isWallet = true
  readonly seen: Call[] = []
  #accounts = ['0xa11ce']
  #listeners: [event: string, listener: Listener][] = []

  get selectedAddress(): string | null {
    return this.#accounts[0] ?? null
  }

  async request(args: Call): Promise<unknown> {
    if (args === undefined) throw new TypeError('no arguments')
    const { method, params } = args
    this.seen.push(params === undefined ? { method } : { method, params })
    await settledLater()
    if (method === 'eth_fail') throw Object.assign(new Error('failed'), { code: 4001 })
    return method === 'eth_accounts' || method === 'eth_requestAccounts'
      ? [...this.#accounts]
      : `wallet: ${method}`
  }

  enable(): Promise<unknown> {
    return this.request({ method: 'eth_requestAccounts' })
  }

  async sendAsync(payload: Payload | readonly Payload[], callback: Callback): Promise<void> {
    await settledLater()
    const respond = async ({ id, method, params }: Payload) => ({
      id,
      jsonrpc: '2.0',
      result: await this.request(params === undefined ? { method } : { method, params }),
    })
    const answer: Promise<unknown> = Array.isArray(payload)
      ? Promise.all(payload.map(respond))
      : respond(payload as Payload)
    answer.then(
      (response) => callback(null, response),
      (error) => callback(error),
    )
  }

  send(first: string | Payload, second?: unknown): unknown {
    if (typeof first === 'string')
      return this.request(second === undefined ? { method: first } : { method: first, params: second }).then(
        (result) => ({ id: undefined, jsonrpc: '2.0', result }),
      )
    if (typeof second === 'function') return this.sendAsync(first, second as Callback)
    if (first.method !== 'eth_accounts') throw new Error('sync method doesnt support')
    return { id: first.id, jsonrpc: '2.0', result: [this.selectedAddress] }
  }

  on(event: string, listener: Listener): this {
    this.#listeners.push([event, listener])
    return this
  }

  once(event: string, listener: Listener): this {
    const heard = Object.assign(
      (...args: unknown[]) => {
        this.removeListener(event, heard)
        listener(...args)
      },
      { listener },
    )
    return this.on(event, heard)
  }

  removeListener(event: string, listener: Listener): this {
    const found = this.#listeners.findLastIndex(
      ([name, known]) =>
        name === event && (known === listener || (known as { listener?: Listener }).listener === listener),
    )
    if (found >= 0) this.#listeners.splice(found, 1)
    return this
  }

  removeAllListeners(event?: string): this {
    this.#listeners = this.#listeners.filter(([name]) => event !== undefined && name !== event)
    return this
  }

  listenerCount(): number {
    return this.#listeners.length
  }

  emit(event: string, ...args: unknown[]): void {
    for (const [name, listener] of [...this.#listeners]) if (name === event) listener(...args)
  }

  switchTo(accounts: string[]): void {
    this.#accounts = accounts
    this.emit('accountsChanged', accounts)
  }
}

/** Enkrypt's Proxy: binds on each read, calls its class's methods its own and every property its own. */
export const bindingWallet = <Wallet extends object>(target: Wallet): Wallet => {
  const methods = ['request', 'sendAsync', 'send']
  const read = (object: object, key: PropertyKey): unknown => {
    const value: unknown = Reflect.get(object, key)
    return typeof value === 'function' ? value.bind(object) : value
  }
  return new Proxy(target, {
    ownKeys: (object) => [...Object.keys(object), ...methods],
    get: (object, key) => read(object, key),
    has: (object, key) => [...Object.keys(object), ...methods].includes(String(key)),
    getOwnPropertyDescriptor: (object, key) => ({
      value: read(object, key),
      configurable: true,
      writable: false,
      enumerable: true,
    }),
  })
}
