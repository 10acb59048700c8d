import { createCoinbaseWalletSDK } from '@coinbase/wallet-sdk'
import { CHAINS } from '../../protocol/chains.ts'
import type { WalletCall } from '../messages.ts'
import { forgetSmartWallet } from './session.ts'

/** Where the SDK opens its window. */
export const WALLET_ORIGIN = 'https://keys.coinbase.com'

/** Coinbase Smart Wallet as its SDK reaches it, from the wallet tab alone. */
export interface SmartProvider {
  /** Whether it has a session, so that it names its accounts without asking. */
  isConnected(): Promise<boolean>
  /** Must run in the turn of a click where the SDK has to open its window. */
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

  return {
    isConnected: async () => {
      const accounts = await provider.request({ method: 'eth_accounts' }).catch(() => [])
      return Array.isArray(accounts) && accounts.length > 0
    },
    request: ({ method, params, anew }) => {
      if (anew === true) renew()
      return provider.request({ method, params })
    },
    onAccounts: (listener) => {
      heard = listener
      provider.on('accountsChanged', (accounts) => heard(accounts))
    },
  }
}
