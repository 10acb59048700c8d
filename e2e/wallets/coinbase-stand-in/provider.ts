import { Emitter } from '../stand-in/emitter.ts'
import { type Callback, type JsonRpcRequest, sendAsync } from '../stand-in/legacy.ts'
import { createLink } from '../stand-in/link.ts'

interface Arguments {
  readonly method: string
  readonly params?: unknown
}

/**
 * Fields and methods as the SDK's CoinbaseWalletProvider has them: methods are bound and so its own, `enable` goes through
 * `send`, and the others ask the wallet each by itself.
 */
export class CoinbaseProvider extends Emitter {
  readonly isCoinbaseWallet = true
  /** True in the mobile app's browser alone. */
  readonly isCoinbaseBrowser = false
  reloadOnDisconnect = true
  _addresses: readonly string[] = []
  _chainIdFromOpts = 1
  readonly #link = createLink((name, value) => {
    if (name === 'accountsChanged') this._addresses = value as string[]
    this.emit(name, value)
  })

  constructor() {
    super()
    this.setAppInfo = this.setAppInfo.bind(this)
    this.enable = this.enable.bind(this)
    this.close = this.close.bind(this)
    this.send = this.send.bind(this)
    this.sendAsync = this.sendAsync.bind(this)
    this.request = this.request.bind(this)
  }

  get selectedAddress(): string | undefined {
    return this._addresses[0]
  }

  get networkVersion(): string {
    return String(this._chainIdFromOpts)
  }

  get chainId(): string {
    return `0x${this._chainIdFromOpts.toString(16)}`
  }

  get isWalletLink(): boolean {
    return true
  }

  get isMetaMask(): boolean {
    return false
  }

  get connected(): boolean {
    return true
  }

  isConnected(): boolean {
    return true
  }

  async #ask({ method, params }: Arguments): Promise<unknown> {
    const result = await this.#link.ask(method, params)
    if (method === 'eth_requestAccounts' || method === 'eth_accounts') this._addresses = result as string[]
    if (method === 'eth_chainId') this._chainIdFromOpts = Number(result)
    return result
  }

  async request(args: Arguments): Promise<unknown> {
    if (typeof args !== 'object' || args === null || typeof args.method !== 'string')
      throw Object.assign(new Error('Expected a single, non-array, object argument.'), { code: -32600 })
    return this.#ask(args)
  }

  async enable(): Promise<unknown> {
    return this._addresses.length > 0 ? [...this._addresses] : this.send('eth_requestAccounts')
  }

  #sendNow({ id, method }: JsonRpcRequest): unknown {
    const known: Record<string, unknown> = {
      eth_accounts: this._addresses,
      eth_coinbase: this.selectedAddress ?? null,
      net_version: this.networkVersion,
      eth_chainId: this.chainId,
    }
    if (!(method in known)) throw new Error(`${method} cannot be called synchronously.`)
    return { jsonrpc: '2.0', id, result: known[method] }
  }

  send(request: string | JsonRpcRequest | readonly JsonRpcRequest[], more?: unknown): unknown {
    if (typeof request === 'string')
      return this.#ask({
        method: request,
        params: Array.isArray(more) ? more : more === undefined ? [] : [more],
      })
    if (typeof more === 'function') return this.sendAsync(request, more as Callback)
    return Array.isArray(request)
      ? request.map((one: JsonRpcRequest) => this.#sendNow(one))
      : this.#sendNow(request as JsonRpcRequest)
  }

  async sendAsync(request: JsonRpcRequest | readonly JsonRpcRequest[], callback: Callback): Promise<void> {
    sendAsync((args) => this.#ask(args), request, callback)
  }

  async close(): Promise<void> {}

  /** The Coinbase SDK calls it where it is there. */
  setAppInfo(): void {}
}
