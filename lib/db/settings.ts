import { database, write } from './database.ts'
import type { Settings, WalletConnection, WalletState } from './schema.ts'

export const DEFAULT_SETTINGS: Settings = {
  engine: 'auto',
  pausedAll: false,
  rpcUrls: {},
  paymasterUrls: {},
  gpc: false,
  allowWithoutNoise: false,
  onboarded: false,
  offUntil: 0,
}

export const readSettings = async (): Promise<Settings> => {
  const stored = (await (await database()).get('state', 'settings')) as Partial<Settings> | undefined
  return { ...DEFAULT_SETTINGS, ...stored }
}

export const writeSettings = (changes: Partial<Settings>): Promise<Settings> =>
  write(['state'], async (transaction) => {
    const store = transaction.objectStore('state')
    const stored = (await store.get('settings')) as Partial<Settings> | undefined
    const settings = { ...DEFAULT_SETTINGS, ...stored, ...changes }
    await store.put(settings, 'settings')
    return settings
  })

export const readWallet = async (): Promise<WalletState> => {
  const stored = (await (await database()).get('state', 'wallet')) as WalletState | undefined
  return stored ?? { state: 'none' }
}

/** The wallet's connection as it stands, also while a new one is under way or has failed. */
export const connectionOf = (wallet: WalletState): WalletConnection | undefined => {
  if (wallet.state === 'none') return undefined
  return wallet.state === 'connected' ? wallet : wallet.standing
}
