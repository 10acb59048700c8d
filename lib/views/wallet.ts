import type { FoundWallet, WalletState } from '../db/schema.ts'
import { readWallet } from '../db/settings.ts'
import { inert } from '../i18n/untrusted.ts'
import { CHAINS } from '../protocol/chains.ts'
import type { Address } from '../protocol/hex.ts'
import { view } from './view.ts'

/** How near the end of a delegation the person is asked to renew: milliseconds. */
const RENEW_AHEAD = 5 * 24 * 3600 * 1000

export interface WalletName {
  readonly id: string
  readonly name: string
  /** data: address of a picture, or empty. */
  readonly icon: string
}

/** The wallet's connection, as pages show it. `validity` says whether its delegation still signs. */
export type WalletView =
  | { readonly state: 'none' }
  | { readonly state: 'choosing'; readonly wallets: readonly WalletName[] }
  | { readonly state: 'connecting'; readonly wallet: WalletName }
  | {
      readonly state: 'confirming' | 'signing'
      readonly wallet: WalletName
      readonly account: Address
      readonly chain: string
    }
  | {
      readonly state: 'connected'
      readonly wallet: WalletName
      readonly account: Address
      readonly chain: string
      /** Milliseconds since 1970. */
      readonly until: number
      readonly validity: 'good' | 'ending' | 'lapsed'
    }
  | { readonly state: 'failed'; readonly message: string; readonly todo?: string }

/** Wallets name themselves: their words are inert and their pictures are pictures. */
const walletName = ({ id, name, icon }: FoundWallet): WalletName => ({
  id,
  name: inert(name, 40),
  icon: /^data:image\/(png|jpeg|gif|webp|svg\+xml)[;,]/.test(icon) ? icon : '',
})

export const chainName = (chainId: number): string => CHAINS[chainId]?.name ?? `Chain ${chainId}`

export const projectWallet = (wallet: WalletState, now: number): WalletView => {
  switch (wallet.state) {
    case 'none':
      return wallet
    case 'choosing':
      return { state: 'choosing', wallets: wallet.wallets.map(walletName) }
    case 'connecting':
      return { state: 'connecting', wallet: walletName(wallet.wallet) }
    case 'confirming':
    case 'signing':
      return {
        state: wallet.state,
        wallet: walletName(wallet.wallet),
        account: wallet.account,
        chain: chainName(wallet.chainId),
      }
    case 'connected': {
      const until = wallet.delegation.statement.notAfter * 1000
      return {
        state: 'connected',
        wallet: walletName(wallet.wallet),
        account: wallet.account,
        chain: chainName(wallet.chainId),
        until,
        validity: until <= now ? 'lapsed' : until - now < RENEW_AHEAD ? 'ending' : 'good',
      }
    }
    case 'failed': {
      const { message, todo } = wallet.problem
      return { state: 'failed', message, ...(todo === undefined ? {} : { todo }) }
    }
  }
}

export const walletView = view(
  ['state'],
  async (): Promise<WalletView> => projectWallet(await readWallet(), Date.now()),
)
