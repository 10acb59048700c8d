import type { FoundWallet } from '../../db/schema.ts'
import { legacyIdentity, trueFlags } from './identity.ts'

export interface WalletProvider {
  request(args: { method: string; params?: readonly unknown[] }): Promise<unknown>
  on?(event: string, listener: (value: unknown) => void): unknown
}

export interface PageWallet extends FoundWallet {
  readonly provider: WalletProvider
}

/** The page's window, as far as wallets use it. */
export type WalletScope = EventTarget & { ethereum?: unknown; coinbaseWalletExtension?: unknown }

/** Enkrypt and MEW set `window.ethereum` after `load`, without an event: looked for this often, this long. */
const LOOK_EVERY_MS = 250
const LOOK_FOR_MS = 10_000

/** The worker takes no longer ones, and no list that has one of them (`read.ts`). */
const MAX_WALLETS = 32
const MAX_ID_CHARS = 64
const MAX_NAME_CHARS = 64
const MAX_RDNS_CHARS = 128
const MAX_ICON_CHARS = 65_536

/** A getter of the page's or of a wallet that throws is not ours to trip over. */
const read = (object: unknown, key: string): unknown => {
  try {
    return (object as Record<string, unknown>)[key]
  } catch {
    return undefined
  }
}

const isProvider = (value: unknown): value is WalletProvider =>
  typeof value === 'object' && value !== null && typeof read(value, 'request') === 'function'

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')

/** Undefined for what announces itself with nothing to show, or with an id that cannot be meant. */
const fromAnnouncement = (event: Event): PageWallet | undefined => {
  const detail: unknown = read(event, 'detail')
  const provider = read(detail, 'provider')
  const info = read(detail, 'info')
  const [id, rdns, name, icon] = ['uuid', 'rdns', 'name', 'icon'].map((key) => text(read(info, key))) as [
    string,
    string,
    string,
    string,
  ]
  if (!isProvider(provider) || id === '' || id.length > MAX_ID_CHARS || rdns.length > MAX_RDNS_CHARS)
    return undefined
  const shown = name === '' ? rdns : name
  if (shown === '') return undefined
  return {
    id,
    rdns,
    name: shown.slice(0, MAX_NAME_CHARS),
    icon: icon.length > MAX_ICON_CHARS ? '' : icon,
    provider,
  }
}

/**
 * Providers that wallets have left on the window. One that stands for several (Coinbase's, beside other wallets) is not
 * itself a wallet: those that it lists are.
 */
const onWindow = (scope: WalletScope): readonly WalletProvider[] => {
  const ethereum = read(scope, 'ethereum')
  const listed: unknown = read(ethereum, 'providers')
  const behind = Array.isArray(listed) ? listed.filter(isProvider) : []
  const all = [...(behind.length > 0 ? behind : [ethereum]), read(scope, 'coinbaseWalletExtension')]
  return all.filter(isProvider)
}

/** A window's provider and an announced one may be of one wallet without being one object, where one of them is wrapped. */
const isSameWallet = (older: PageWallet, announced: PageWallet): boolean => {
  if (older.provider === announced.provider) return true
  if (older.rdns !== '') return older.rdns === announced.rdns
  const flags = trueFlags(older.provider)
  return flags.length > 0 && flags.every((flag) => read(announced.provider, flag) === true)
}

/**
 * Finds the page's wallets, each once: announced ones (EIP-6963), and those on the window that nobody announced. A wallet
 * that was found stays, also where another takes its place on the window. Calls `onFound` with all of them whenever there
 * is a new one.
 */
export const discoverWallets = (
  onFound: (wallets: readonly PageWallet[]) => void,
  scope: WalletScope = window,
): void => {
  const announced = new Map<string, PageWallet>()
  const older = new Map<WalletProvider, PageWallet>()

  const publish = () => {
    const known = [...announced.values()]
    const silent = [...older.values()].filter((wallet) => !known.some((one) => isSameWallet(wallet, one)))
    onFound([...known, ...silent].slice(0, MAX_WALLETS))
  }
  const remember = (provider: WalletProvider) => {
    const { name, rdns } = legacyIdentity(provider)
    // By name, so that after a reload of the page the same id is the same wallet.
    const base = rdns === '' ? 'window.ethereum' : `window.ethereum ${rdns}`
    const same = [...older.values()].filter((wallet) => wallet.rdns === rdns).length
    const id = same === 0 ? base : `${base} ${same + 1}`
    older.set(provider, { id, rdns, name, icon: '', provider })
  }
  const look = () => {
    const arrived = onWindow(scope).filter((provider) => !older.has(provider))
    for (const provider of arrived) if (!older.has(provider)) remember(provider)
    if (arrived.length > 0) publish()
  }

  scope.addEventListener('eip6963:announceProvider', (event) => {
    const wallet = fromAnnouncement(event)
    if (wallet === undefined || announced.has(wallet.id)) return
    if ([...announced.values()].some(({ provider }) => provider === wallet.provider)) return
    announced.set(wallet.id, wallet)
    publish()
  })
  scope.addEventListener('ethereum#initialized', look)
  const ask = () => {
    scope.dispatchEvent(new Event('eip6963:requestProvider'))
    look()
  }
  ask()
  scope.addEventListener('load', () => {
    ask()
    const timer = setInterval(look, LOOK_EVERY_MS)
    setTimeout(() => clearInterval(timer), LOOK_FOR_MS)
  })
}
