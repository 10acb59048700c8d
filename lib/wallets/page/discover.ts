import type { FoundWallet } from '../../db/schema.ts'

export interface WalletProvider {
  request(args: { method: string; params?: readonly unknown[] }): Promise<unknown>
  on?(event: string, listener: (value: unknown) => void): unknown
}

export interface PageWallet extends FoundWallet {
  readonly provider: WalletProvider
}

const isProvider = (value: unknown): value is WalletProvider =>
  typeof value === 'object' && value !== null && typeof (value as WalletProvider).request === 'function'

/** Wallets that set `window.ethereum` and say who they are by a flag. Order: the more particular flag first. */
const FLAGS: readonly [flag: string, name: string, rdns: string][] = [
  ['isCoinbaseWallet', 'Coinbase Wallet', 'com.coinbase.wallet'],
  ['isEnkrypt', 'Enkrypt', 'com.enkrypt'],
  ['isMEWwallet', 'MEW wallet', 'com.myetherwallet'],
  ['isMetaMask', 'MetaMask', 'io.metamask'],
]

/** Enkrypt sets `window.ethereum` after `load`, without an event: looked for this often, this long. */
const LOOK_EVERY_MS = 250
const LOOK_FOR_MS = 10_000

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

const fromAnnouncement = (event: Event): PageWallet | undefined => {
  const detail: unknown = event instanceof CustomEvent ? event.detail : undefined
  const { info, provider } = (detail ?? {}) as {
    info?: Partial<FoundWallet> & { uuid?: string }
    provider?: unknown
  }
  if (!isProvider(provider) || typeof info?.uuid !== 'string') return undefined
  return { id: info.uuid, rdns: text(info.rdns), name: text(info.name), icon: text(info.icon), provider }
}

const fromWindow = (): PageWallet | undefined => {
  const provider = (window as { ethereum?: unknown }).ethereum
  if (!isProvider(provider)) return undefined
  const flags = provider as unknown as Record<string, unknown>
  const [, name, rdns] = FLAGS.find(([flag]) => flags[flag] === true) ?? ['', 'Wallet in this browser', '']
  return { id: 'window.ethereum', rdns, name, icon: '', provider }
}

/**
 * Finds the page's wallets: announced ones (EIP-6963), and `window.ethereum` where no announced wallet stands behind it.
 * Calls `onFound` with all of them whenever there is a new one.
 */
export const discoverWallets = (onFound: (wallets: readonly PageWallet[]) => void): void => {
  const announced = new Map<string, PageWallet>()
  let older: PageWallet | undefined

  const publish = () => {
    const known = [...announced.values()]
    const isAnnounced =
      older !== undefined &&
      known.some(
        ({ provider, rdns }) => provider === older?.provider || (rdns !== '' && rdns === older?.rdns),
      )
    onFound(older === undefined || isAnnounced ? known : [...known, older])
  }
  const look = () => {
    const found = fromWindow()
    if (found === undefined || found.provider === older?.provider) return
    older = found
    publish()
  }

  addEventListener('eip6963:announceProvider', (event) => {
    const wallet = fromAnnouncement(event)
    if (wallet === undefined || announced.has(wallet.id)) return
    announced.set(wallet.id, wallet)
    publish()
  })
  addEventListener('ethereum#initialized', look)
  const ask = () => {
    dispatchEvent(new Event('eip6963:requestProvider'))
    look()
  }
  ask()
  addEventListener('load', () => {
    ask()
    const timer = setInterval(look, LOOK_EVERY_MS)
    setTimeout(() => clearInterval(timer), LOOK_FOR_MS)
  })
}
