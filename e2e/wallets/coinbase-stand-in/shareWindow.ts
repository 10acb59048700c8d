import { Emitter } from '../stand-in/emitter.ts'
import type { CoinbaseProvider } from './provider.ts'

interface Provider {
  request(args: { method: string }): Promise<unknown>
  readonly isMetaMask?: boolean
}

/**
 * What `window.ethereum` is once other wallets are in the page too: it has all of them in `providers` and `providerMap`, and
 * asks the one that the dApp selected.
 */
class SharedProvider extends Emitter {
  readonly providers: Provider[]
  readonly providerMap: Map<string, Provider>
  selectedProvider: Provider | null = null

  constructor(own: CoinbaseProvider, others: readonly Provider[]) {
    super()
    this.providers = [...others, own]
    this.providerMap = new Map([['CoinbaseWallet', own as Provider]])
    for (const other of others) if (other.isMetaMask) this.providerMap.set('MetaMask', other)
  }

  setSelectedProvider(provider: Provider): void {
    if (this.providers.includes(provider)) this.selectedProvider = provider
  }

  async request(args: { method: string }): Promise<unknown> {
    if (this.selectedProvider === null) throw new Error(`No provider selected for request ${args.method}`)
    return this.selectedProvider.request(args)
  }
}

/**
 * Reports agree that both orders end with `providers`, so the extension must hear of a wallet that comes later; how it does
 * is not known: an accessor does it here.
 */
export const shareWindow = (own: CoinbaseProvider): void => {
  const scope = window as { ethereum?: Provider }
  const others: Provider[] = scope.ethereum === undefined ? [] : [scope.ethereum]
  let shown: object = others.length === 0 ? own : new SharedProvider(own, others)
  try {
    Object.defineProperty(window, 'ethereum', {
      configurable: true,
      enumerable: true,
      get: () => shown,
      set: (arrived: Provider) => {
        if (arrived === shown || others.includes(arrived)) return
        others.push(arrived)
        shown = new SharedProvider(own, others)
      },
    })
  } catch {
    // Another wallet has made it its own for good.
  }
}
