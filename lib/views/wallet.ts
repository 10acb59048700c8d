import type { FoundWallet, WalletConnection, WalletState } from '../db/schema.ts'
import { connectionOf, readWallet } from '../db/settings.ts'
import { inert } from '../i18n/untrusted.ts'
import { CHAINS } from '../protocol/chains.ts'
import type { Address } from '../protocol/hex.ts'
import { SMART_WALLET } from '../wallets/smart/smartWallet.ts'
import { view } from './view.ts'

/** How near the end of a delegation the person is asked to renew: milliseconds. */
const RENEW_AHEAD = 5 * 24 * 3600 * 1000

export interface WalletName {
  readonly id: string
  readonly name: string
  /** data: address of a picture, or empty. */
  readonly icon: string
}

/** An attempt that began while a wallet was connected: the account that stays connected unless it succeeds. */
interface Standing {
  readonly standing?: Address
}

/** The wallet's connection, as pages show it. `validity` says whether its delegation still signs. */
export type WalletView =
  | { readonly state: 'none' }
  | ({
      readonly state: 'choosing'
      /** Injected ones as they turn up, and last the one that is always there. */
      readonly wallets: readonly WalletName[]
      readonly isLooking: boolean
    } & Standing)
  | ({ readonly state: 'connecting'; readonly wallet: WalletName } & Standing)
  | ({
      readonly state: 'confirming'
      readonly wallet: WalletName
      readonly accounts: readonly Address[]
      readonly chain: string
    } & Standing)
  | ({
      readonly state: 'signing'
      readonly wallet: WalletName
      readonly account: Address
      readonly chain: string
    } & Standing)
  | {
      readonly state: 'connected'
      readonly wallet: WalletName
      readonly account: Address
      readonly chain: string
      /** Milliseconds since 1970. */
      readonly until: number
      readonly validity: 'good' | 'ending' | 'lapsed'
    }
  | ({ readonly state: 'failed'; readonly message: string; readonly todo?: string } & Standing)

/** Wallets name themselves: their words are inert and their pictures are pictures. */
const walletName = ({ id, name, icon }: FoundWallet): WalletName => ({
  id,
  name: inert(name, 40),
  icon: /^data:image\/(png|jpeg|gif|webp|svg\+xml)[;,]/.test(icon) ? icon : '',
})

export const chainName = (chainId: number): string => CHAINS[chainId]?.name ?? `Chain ${chainId}`

const endOf = ({ delegation }: Pick<WalletConnection, 'delegation'>): number =>
  delegation.statement.notAfter * 1000

export const hasLapsed = (connection: Pick<WalletConnection, 'delegation'>, now: number): boolean =>
  endOf(connection) <= now

const standingOf = (wallet: WalletState): Standing =>
  'standing' in wallet && wallet.standing !== undefined ? { standing: wallet.standing.account } : {}

export const projectWallet = (wallet: WalletState, now: number): WalletView => {
  const standing = standingOf(wallet)
  switch (wallet.state) {
    case 'none':
      return wallet
    case 'choosing':
      return {
        state: 'choosing',
        wallets: [...wallet.wallets, SMART_WALLET].map(walletName),
        isLooking: wallet.wallets.length === 0,
        ...standing,
      }
    case 'connecting':
      return { state: 'connecting', wallet: walletName(wallet.wallet), ...standing }
    case 'confirming':
    case 'signing': {
      const named = { wallet: walletName(wallet.wallet), chain: chainName(wallet.chainId), ...standing }
      return wallet.state === 'confirming'
        ? { state: 'confirming', accounts: wallet.accounts, ...named }
        : { state: 'signing', account: wallet.account, ...named }
    }
    case 'connected': {
      const until = endOf(wallet)
      return {
        state: 'connected',
        wallet: walletName(wallet.wallet),
        account: wallet.account,
        chain: chainName(wallet.chainId),
        until,
        validity: hasLapsed(wallet, now) ? 'lapsed' : until - now < RENEW_AHEAD ? 'ending' : 'good',
      }
    }
    case 'failed': {
      const { message, todo } = wallet.problem
      return { state: 'failed', message, ...(todo === undefined ? {} : { todo }), ...standing }
    }
  }
}

/** The wallet for pages that are not about connecting one: what is connected, whatever else is being tried. */
export const projectConnection = (wallet: WalletState, now: number): WalletView => {
  const connection = connectionOf(wallet)
  return projectWallet(connection === undefined ? wallet : { ...connection, state: 'connected' }, now)
}

export const walletView = view(
  ['state'],
  async (): Promise<WalletView> => projectWallet(await readWallet(), Date.now()),
)

export const connectionView = view(
  ['state'],
  async (): Promise<WalletView> => projectConnection(await readWallet(), Date.now()),
)
