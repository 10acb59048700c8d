import { createCoinbaseWalletSDK } from '@coinbase/wallet-sdk'
import { CHAINS } from '../../protocol/chains.ts'
import type { WalletCall } from '../messages.ts'
import { PopupFault } from './popups.ts'
import { forgetSmartWallet } from './session.ts'

/** Where the SDK opens its window. */
export const WALLET_ORIGIN = 'https://keys.coinbase.com'

/** Coinbase Smart Wallet as its SDK reaches it, from the wallet tab alone. */
export interface SmartProvider {
  request(call: Pick<WalletCall, 'method' | 'params' | 'anew'>): Promise<unknown>
  onAccounts(listener: (accounts: readonly string[]) => void): void
}

const createProvider = () =>
  createCoinbaseWalletSDK({
    appName: 'Proviso',
    appLogoUrl: '',
    appChainIds: Object.values(CHAINS).map(({ id }) => id),
    preference: { options: 'smartWalletOnly', telemetry: false },
  }).getProvider()

export const createSmartProvider = (): SmartProvider => {
  let provider = createProvider()
  let heard: (accounts: readonly string[]) => void = () => undefined

  const renew = () => {
    forgetSmartWallet()
    provider = createProvider()
    provider.on('accountsChanged', (accounts) => heard(accounts))
  }

  const connectedAccounts = async (): Promise<readonly unknown[]> => {
    const accounts = await provider.request({ method: 'eth_accounts' }).catch(() => [])
    return Array.isArray(accounts) ? accounts : []
  }

  return {
    request: async ({ method, params, anew }) => {
      if (method !== 'eth_requestAccounts') return provider.request({ method, params })
      const known = anew === true ? [] : await connectedAccounts()
      if (known.length > 0) return known
      // The SDK would begin and never end without its window, so it does not begin.
      if (!navigator.userActivation.isActive) throw new PopupFault('needs-click')
      renew()
      return provider.request({ method, params })
    },
    onAccounts: (listener) => {
      heard = listener
      provider.on('accountsChanged', (accounts) => heard(accounts))
    },
  }
}
