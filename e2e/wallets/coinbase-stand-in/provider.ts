import { Emitter } from '../stand-in/emitter.ts'
import { type Callback, type JsonRpcRequest, sendAsync } from '../stand-in/legacy.ts'
import { createLink } from '../stand-in/link.ts'

/** The methods and fields of the SDK's CoinbaseWalletProvider. None goes through another: each asks the wallet itself. */
export class CoinbaseProvider extends Emitter {
  readonly isCoinbaseWallet = true
  reloadOnDisconnect = true
  #accounts: readonly string[] = []
  readonly #link = createLink((name, value) => {
    if (name === 'accountsChanged') this.#accounts = value as string[]
    this.emit(name, value)
  })

  get selectedAddress(): string | undefined {
    return this.#accounts[0]
  }

  get connected(): boolean {
    return true
  }

  get isWalletLink(): boolean {
    return true
  }

  async #ask({ method, params }: { method: string; params?: unknown }): Promise<unknown> {
    const result = await this.#link.ask(method, params)
    if (method === 'eth_requestAccounts' || method === 'eth_accounts') this.#accounts = result as string[]
    return result
  }

  async request(args: { method: string; params?: unknown }): Promise<unknown> {
    if (typeof args !== 'object' || args === null || typeof args.method !== 'string')
      throw Object.assign(new Error('Expected a single, non-array, object argument.'), { code: -32602 })
    return this.#ask(args)
  }

  async enable(): Promise<unknown> {
    return this.#ask({ method: 'eth_requestAccounts' })
  }

  send(request: string | JsonRpcRequest, more?: readonly unknown[] | Callback): unknown {
    if (typeof request === 'string')
      return this.#ask(Array.isArray(more) ? { method: request, params: more } : { method: request })
    if (typeof more === 'function') return this.sendAsync(request, more as Callback)
    if (request.method !== 'eth_accounts')
      throw new Error(`Coinbase Wallet does not support calling ${request.method} synchronously.`)
    return { jsonrpc: '2.0', id: request.id, result: this.#accounts }
  }

  sendAsync(request: JsonRpcRequest | readonly JsonRpcRequest[], callback: Callback): void {
    sendAsync((args) => this.#ask(args), request, callback)
  }

  isConnected(): boolean {
    return true
  }

  async close(): Promise<void> {}

  /** The Coinbase SDK calls it where it is there. */
  setAppInfo(): void {}
}
