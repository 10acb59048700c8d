import { EVENT, IN_PAGE, TO_PAGE, type WalletReply } from './words.ts'

// In the page's own world, as the real extension: EIP-6963, window.ethereum and window.coinbaseWalletExtension.

type Listener = (value: unknown) => void

class StandInRpcError extends Error {
  readonly code: number
  constructor({ code, message }: { code: number; message: string }) {
    super(message)
    this.code = code
  }
}

class StandInProvider {
  readonly isCoinbaseWallet = true
  readonly #listeners = new Map<string, Set<Listener>>()
  readonly #waiting = new Map<string, { resolve: Listener; reject: (error: StandInRpcError) => void }>()
  #asked = 0

  constructor() {
    addEventListener('message', ({ source, data }: MessageEvent) => {
      if (source !== window) return
      if (data?.type === TO_PAGE) this.#settle(data.id, data.reply)
      if (data?.type === EVENT)
        for (const listener of this.#listeners.get(data.name) ?? []) listener(data.value)
    })
  }

  #settle(id: string, { result, error }: WalletReply) {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (error === undefined) waiting?.resolve(result)
    else waiting?.reject(new StandInRpcError(error))
  }

  request(args: { method: string; params?: unknown }): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#asked += 1
      const id = String(this.#asked)
      this.#waiting.set(id, { resolve, reject })
      window.postMessage({ type: IN_PAGE, id, method: args.method, params: args.params }, '*')
    })
  }

  on(event: string, listener: Listener) {
    this.#listeners.set(event, (this.#listeners.get(event) ?? new Set()).add(listener))
    return this
  }

  removeListener(event: string, listener: Listener) {
    this.#listeners.get(event)?.delete(listener)
    return this
  }

  // The Coinbase SDK calls it where it is there.
  setAppInfo() {}
}

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 96 96'%3E%3Crect width='96' height='96' rx='22' fill='%230052ff'/%3E%3Ccircle cx='48' cy='48' r='30' fill='%23fff'/%3E%3Crect x='39' y='39' width='18' height='18' rx='3' fill='%230052ff'/%3E%3C/svg%3E"

const provider = new StandInProvider()
Object.assign(window, { ethereum: provider, coinbaseWalletExtension: provider })

const detail = Object.freeze({
  info: Object.freeze({
    uuid: `${crypto.getRandomValues(new Uint32Array(1))[0]!.toString(16).padStart(8, '0')}-0000-4000-8000-000000000001`,
    name: 'Coinbase Wallet',
    rdns: 'com.coinbase.wallet',
    icon: ICON,
  }),
  provider,
})
const announce = () => dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }))
addEventListener('eip6963:requestProvider', announce)
announce()
