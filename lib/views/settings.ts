import type { Settings } from '../db/schema.ts'
import { readSettings } from '../db/settings.ts'
import { CHAINS } from '../protocol/chains.ts'
import { view } from './view.ts'

export interface ChainSetting {
  readonly chainId: number
  readonly name: string
  readonly defaultUrl: string
  /** The person's own address, or empty. */
  readonly url: string
}

export interface SettingsView extends Settings {
  readonly chains: readonly ChainSetting[]
}

export const settingsView = view(['state'], async (): Promise<SettingsView> => {
  const settings = await readSettings()
  const chains = Object.values(CHAINS).map(({ id, name, rpcUrl }) => ({
    chainId: id,
    name,
    defaultUrl: rpcUrl,
    url: settings.rpcUrls[id] ?? '',
  }))
  return { ...settings, chains }
})
